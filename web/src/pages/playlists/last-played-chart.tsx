import type { Playlist } from '@analytics/contract/playlist';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { lastPlayedQuery } from '../../api/playlists.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import { problemOf } from '../../charts/chart-problem.tsx';
import type { ChartPoint } from '../../charts/chart-series.ts';
import { formatAxisDay, formatUnit } from '../../format/date.ts';
import { formatCount } from '../../format/number.ts';

const axis = { unitSize: 1, unit: '' };
const weeksOfYear = 53;

/** The tracks of a playlist by the week that they were last played in. */
export function LastPlayedChart({ playlist }: { playlist: Playlist }) {
  const query = useQuery(lastPlayedQuery(playlist));
  const weeks = query.data?.items;
  const points = useMemo(
    () =>
      weeks?.map(
        ({ date, tracks }): ChartPoint => ({
          label: formatAxisDay(date, weeks.length > weeksOfYear ? 'month' : 'week'),
          name: formatUnit(date, 'week'),
          value: tracks,
          text: formatCount(tracks, 'track'),
        }),
      ),
    [weeks],
  );
  if (points?.length === 0) return null;
  return (
    <ChartCard
      title="When its tracks were last played"
      measure="Tracks by the week of their last play"
      pointName="Week"
      points={points}
      axis={axis}
      isStale={query.isPlaceholderData}
      {...problemOf(query)}
    />
  );
}
