import type { Playlist, PlaylistChange } from '@analytics/contract/playlist';
import { useInfiniteQuery } from '@tanstack/react-query';
import { trackDescription } from '../../api/leaderboard.ts';
import { playlistChangesQuery } from '../../api/playlists.ts';
import { Artwork } from '../../components/artwork.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { SpotifyLink } from '../../components/spotify-link.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstantDay } from '../../format/date.ts';
import card from '../../styles/card.module.css';
import css from '../../styles/rows.module.css';

/** What came into a playlist and left it, as the scans noticed it. */
export function Changes({ playlist }: { playlist: Playlist }) {
  const pages = useInfiniteQuery(playlistChangesQuery(playlist));
  const { data, error } = pages;
  const changes = data?.pages.flatMap((page) => page.items);
  return (
    <section className={`${card.card} ${card.section}`} aria-labelledby="changes">
      <h2 id="changes">Came and went</h2>
      {changes === undefined && error === null && (
        <Loading>
          <Skeleton height="3.5rem" />
        </Loading>
      )}
      {changes?.length === 0 && (
        <p className={card.muted}>Nothing was added or removed since the first scan.</p>
      )}
      {changes !== undefined && changes.length > 0 && (
        <ol className={css.rows}>
          {changes.map((change, index) => (
            <Change key={index} change={change} />
          ))}
        </ol>
      )}
      {error !== null && <ErrorNotice error={error} />}
      <ShowMore pages={pages}>Show earlier changes</ShowMore>
    </section>
  );
}

function Change({ change: { kind, noticedAt, track } }: { change: PlaylistChange }) {
  const { timezone } = useUser();
  const { name, byline, imageUrl, spotifyUrl } = trackDescription(track);
  return (
    <li className={css.row}>
      <Artwork url={imageUrl} size={40} />
      <div className={css.words}>
        <p className={css.name}>{name}</p>
        <p className={card.small}>{byline}</p>
      </div>
      <div className={css.actions}>
        <p className={css.remark}>
          {kind === 'added' ? 'Added' : 'Removed'}
          <br />
          <time dateTime={noticedAt}>{formatInstantDay(noticedAt, timezone)}</time>
        </p>
        <SpotifyLink url={spotifyUrl} name={name} />
      </div>
    </li>
  );
}
