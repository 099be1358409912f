import type { LeaderboardKind } from '../../api/leaderboard.ts';
import { Figure } from '../../components/figure.tsx';
import { FigureList } from '../../components/figure-list.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstantDay, formatMediumDay, formatUnit } from '../../format/date.ts';
import { formatDuration, formatPlayLength } from '../../format/duration.ts';
import { formatCount, formatDecimal, formatNumber, formatPercent, formatShare } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import type { Detail } from './detail.ts';
import css from './detail-figures.module.css';

interface DetailFiguresProps {
  kind: LeaderboardKind;
  detail: Detail;
}

const none = '–';

/** What a track, artist or album amounts to in all time. */
export function DetailFigures({ kind, detail }: DetailFiguresProps) {
  const { timezone } = useUser();
  const { plays, ms, rank, share, discoveredOn, lastPlayedAt, bestMonth } = detail.figures;
  return (
    <section className={`${card.card} ${kind === 'tracks' ? css.six : css.eight}`} aria-labelledby="all-time">
      <h2 id="all-time">All time</h2>
      <FigureList>
        <Figure name="Plays" value={formatNumber(plays)} note={`${formatShare(share)} of all your plays`} />
        <Figure name="Listening time" value={formatDuration(ms)} note={averageWords(plays, ms)} />
        <Figure
          name="Rank"
          value={rank === null ? none : formatNumber(rank)}
          note={rank === null ? 'Nothing of it was counted' : `of your ${kind}, by plays`}
        />
        <Figure
          name="Best month"
          value={bestMonth === null ? none : formatUnit(bestMonth.date, 'month')}
          note={
            bestMonth === null
              ? undefined
              : `${formatCount(bestMonth.plays, 'play')}, rank ${formatNumber(bestMonth.rank)} that month`
          }
        />
        <Figure
          name={kind === 'artists' ? 'Discovered' : 'First play'}
          value={discoveredOn === null ? none : formatMediumDay(discoveredOn)}
        />
        <Figure
          name="Last play"
          value={lastPlayedAt === null ? none : formatInstantDay(lastPlayedAt, timezone)}
        />
        {detail.distinctTracks !== null && <Depth detail={detail} distinctTracks={detail.distinctTracks} />}
      </FigureList>
    </section>
  );
}

/** How far into an artist or an album the listener has come. */
function Depth({ detail, distinctTracks }: { detail: Detail; distinctTracks: number }) {
  const { figures, distinctAlbums, related } = detail;
  const top = related.find(({ kind }) => kind === 'tracks')?.entries.slice(0, 10) ?? [];
  const ofTop = top.reduce((sum, { plays }) => sum + plays, 0) / Math.max(1, figures.plays);
  return (
    <>
      <Figure
        name="Tracks you know"
        value={formatNumber(distinctTracks)}
        note={distinctAlbums === null ? undefined : `on ${formatCount(distinctAlbums, 'album')}`}
      />
      <Figure
        name="Depth"
        value={formatDecimal(figures.plays / Math.max(1, distinctTracks))}
        note={`plays per track${distinctTracks > top.length ? `; the top ten have ${formatPercent(ofTop)}` : ''}`}
      />
    </>
  );
}

const averageWords = (plays: number, ms: number): string | undefined =>
  plays === 0 ? undefined : `${formatPlayLength(ms / plays)} per play`;
