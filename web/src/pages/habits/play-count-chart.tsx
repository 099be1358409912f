import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { playCountsQuery } from '../../api/habits.ts';
import type { Period } from '../../calendar/period.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import { problemOf } from '../../charts/chart-problem.tsx';
import type { ChartPoint } from '../../charts/chart-series.ts';
import { formatCount, formatNumber, formatShare } from '../../format/number.ts';

const axis = { unitSize: 1, unit: '' };

/** How many tracks were played once, twice and more often. */
export function PlayCountChart({ period }: { period: Period }) {
  const query = useQuery(playCountsQuery(period));
  const bins = query.data;
  const points = useMemo(() => {
    const all = bins?.reduce((sum, { plays }) => sum + plays, 0) ?? 0;
    return bins?.map(({ from, to, tracks, plays }): ChartPoint => {
      const [first, last] = [formatNumber(from), formatNumber(to)];
      return {
        label: from === to ? first : `${first}–${last}`,
        name: from === to ? `Played ${formatCount(from, 'time')}` : `Played ${first} to ${last} times`,
        value: tracks,
        text: formatCount(tracks, 'track'),
        note: `${formatCount(plays, 'play')}, ${formatShare(all === 0 ? 0 : plays / all)} of all`,
      };
    });
  }, [bins]);
  return (
    <ChartCard
      title="How often tracks are played"
      measure="Tracks by how many times they were played"
      pointName="Times"
      points={points}
      axis={axis}
      isStale={query.isPlaceholderData}
      {...problemOf(query)}
    />
  );
}
