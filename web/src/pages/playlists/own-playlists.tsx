import type { OwnPlaylist } from '@analytics/contract/playlist';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ownPlaylistsQuery } from '../../api/playlists.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionError } from '../../components/action-error.tsx';
import { Artwork } from '../../components/artwork.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useKeptFocus } from '../../components/kept-focus.ts';
import { Loading } from '../../components/loading.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatCount } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import css from '../../styles/rows.module.css';
import { playlistName } from '../../components/playlist-name.ts';
import { useWatchPlaylist } from './watch-playlist.ts';

/** The listener's library at Spotify, to choose from. */
export function OwnPlaylists() {
  const pages = useInfiniteQuery(ownPlaylistsQuery);
  const { data, error } = pages;
  const playlists = data?.pages.flatMap((page) => page.items);
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
      <ShowMore pages={pages}>Show more of your playlists</ShowMore>
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
        <ActionError error={error} />
      </div>
      {playlistId === null ? (
        <ActionButton
          look="quiet"
          aria-label={`Watch ${playlistName(playlist)}`}
          isBusy={isPending}
          onClick={() => {
            mutate(spotifyId);
          }}
        >
          Watch
        </ActionButton>
      ) : (
        <p className={card.small}>Watched</p>
      )}
    </li>
  );
}
