import type { NowPlaying as Playing } from '@analytics/contract/monitoring';
import { useQuery } from '@tanstack/react-query';
import { nowPlayingQuery } from '../../api/monitoring.ts';
import { newestPlaysQuery } from '../../api/plays.ts';
import { Artwork } from '../../components/artwork.tsx';
import { EntryLink } from '../../components/entry-link.tsx';
import { useNow } from '../../components/now.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { SpotifyLink } from '../../components/spotify-link.tsx';
import { formatRelative } from '../../format/relative-time.ts';
import card from '../../styles/card.module.css';
import css from './now-playing.module.css';
import { PlayProgress } from './play-progress.tsx';

/** What plays right now, or what played last: one line that is always there, so that nothing moves when music begins. */
export function NowPlaying() {
  const { data: playing, dataUpdatedAt } = useQuery(nowPlayingQuery);
  const { data: lastPlay } = useQuery({ ...newestPlaysQuery, select: ({ items }) => items[0] });
  const now = useNow();
  const track = playing?.track ?? lastPlay?.track;
  if (track === undefined) {
    return (
      <section className={`${card.card} ${css.strip}`} aria-label="Now playing">
        <Skeleton width="48px" height="48px" />
        <Skeleton width="14rem" />
      </section>
    );
  }
  const ended =
    lastPlay === undefined
      ? ''
      : formatRelative(lastPlay.playedAt, Math.max(now, Date.parse(lastPlay.playedAt)));
  return (
    <section className={`${card.card} ${css.strip}`} aria-label="Now playing">
      <Artwork url={track.album?.imageUrl ?? null} size={48} />
      <div className={css.words}>
        <p className={css.state}>{playing ? stateWords(playing) : `Last played ${ended}`}</p>
        <p className={css.track}>
          <span className={css.name}>
            <EntryLink kind="tracks" entry={track} />
          </span>{' '}
          <span className={css.byline}>{track.artists.map((artist) => artist.name).join(', ')}</span>
        </p>
      </div>
      <div className={css.progress}>
        {playing != null && <PlayProgress key={`${track.id} ${dataUpdatedAt}`} playing={playing} />}
      </div>
      <SpotifyLink url={track.spotifyUrl} name={track.name} />
    </section>
  );
}

const stateWords = ({ isPlaying }: Playing): string => (isPlaying ? 'Now playing' : 'Paused');
