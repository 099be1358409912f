import type { Playlist } from '@analytics/contract/playlist';
import { useQuery } from '@tanstack/react-query';
import { lastPlayedQuery } from '../../api/playlists.ts';
import { Figure } from '../../components/figure.tsx';
import { FigureList } from '../../components/figure-list.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatDuration } from '../../format/duration.ts';
import { formatCount, formatNumber, formatShare } from '../../format/number.ts';
import card from '../../styles/card.module.css';

/** What a playlist amounts to in all time. */
export function PlaylistFigures({ playlist }: { playlist: Playlist }) {
  const { data: lastPlayed, error } = useQuery(lastPlayedQuery(playlist));
  const { trackCount, plays, ms, share } = playlist;
  const neverPlayed = lastPlayed === undefined ? undefined : formatNumber(lastPlayed.neverPlayed);
  return (
    <section className={`${card.card} ${card.stack}`} aria-labelledby="all-time">
      <h2 id="all-time">All time</h2>
      <FigureList>
        <Figure name="Share" value={formatShare(share)} note="of your listening time" />
        <Figure name="Plays" value={formatNumber(plays)} note="wherever played from" />
        <Figure name="Listening time" value={formatDuration(ms)} />
        <Figure name="Tracks" value={formatNumber(trackCount)} note={otherRows(playlist)} />
        <Figure
          name="Never played"
          value={neverPlayed ?? (error === null ? <Skeleton width="3rem" /> : '–')}
          note="of its tracks"
        />
      </FigureList>
    </section>
  );
}

function otherRows({ episodeCount, missingCount }: Playlist): string | undefined {
  const words = [
    episodeCount > 0 && formatCount(episodeCount, 'episode'),
    missingCount > 0 && `${formatNumber(missingCount)} unknown to Spotify`,
  ].filter((part) => part !== false);
  return words.length === 0 ? undefined : `and ${words.join(', ')}`;
}
