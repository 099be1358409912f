import type { OwnPlaylist } from '@analytics/contract/playlist';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ownPlaylistsQuery } from '../../api/playlists.ts';
import { Artwork } from '../../components/artwork.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useKeptFocus } from '../../components/kept-focus.ts';
import { Loading } from '../../components/loading.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatCount } from '../../format/number.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';
import css from '../../styles/rows.module.css';
import { playlistName } from '../../components/playlist-name.ts';
import { useWatchPlaylist } from './watch-playlist.ts';

/** The listener's library at Spotify, to choose from. */
export function OwnPlaylists() {
  const {
    data: own,
    error,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
  } = useInfiniteQuery(ownPlaylistsQuery);
  const playlists = own?.pages.flatMap((page) => page.items);
  if (playlists === undefined)
    return error === null ? (
      <Loading>
        <Skeleton height="12rem" />
      </Loading>
    ) : (
      <ErrorNotice error={error} />
    );
  if (playlists.length === 0) return <p className={card.muted}>You have none at Spotify.</p>;
  return (
    <>
      <ul className={css.rows} aria-label="Your playlists at Spotify">
        {playlists.map((playlist) => (
          <OwnPlaylistRow key={playlist.spotifyId} playlist={playlist} />
        ))}
      </ul>
      {error !== null && <ErrorNotice error={error} />}
      {hasNextPage && (
        <button
          type="button"
          className={button.secondary}
          aria-disabled={isFetchingNextPage}
          onClick={() => {
            if (!isFetchingNextPage) void fetchNextPage();
          }}
        >
          Show more of your playlists
        </button>
      )}
    </>
  );
}

function OwnPlaylistRow({ playlist }: { playlist: OwnPlaylist }) {
  const { mutate, error, isPending } = useWatchPlaylist();
  const keeper = useKeptFocus<HTMLLIElement>();
  const { spotifyId, imageUrl, ownerName, trackCount, playlistId } = playlist;
  const remarks = [ownerName, trackCount !== null && formatCount(trackCount, 'track')].filter(
    (remark) => remark !== null && remark !== false,
  );
  return (
    <li {...keeper} tabIndex={-1} className={css.row}>
      <Artwork url={imageUrl} size={40} />
      <div className={css.words}>
        <p className={css.name}>{playlistName(playlist)}</p>
        <p className={card.small}>{remarks.join(' · ')}</p>
        {error !== null && (
          <p role="alert" className={form.error}>
            {error.message}
          </p>
        )}
      </div>
      {playlistId === null ? (
        <button
          type="button"
          className={button.quiet}
          aria-label={`Watch ${playlistName(playlist)}`}
          aria-disabled={isPending}
          onClick={() => {
            if (!isPending) mutate(spotifyId);
          }}
        >
          Watch
        </button>
      ) : (
        <p className={card.small}>Watched</p>
      )}
    </li>
  );
}
