import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { globalDailyQuery } from '../../api/instance.ts';
import { sumByWeek } from '../../calendar/week.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import type { ChartPoint } from '../../charts/chart-series.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatAxisDay, formatUnit } from '../../format/date.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';

const axis = { unitSize: 1, unit: '' };

/** How much everyone on this instance listened over the last year. */
export function InstanceWeeks() {
  const { data: daily, error } = useQuery(globalDailyQuery);
  const points = useMemo(
    () =>
      daily &&
      sumByWeek(daily.items).map(
        ({ date, plays, ms }): ChartPoint => ({
          label: formatAxisDay(date, 'week'),
          name: formatUnit(date, 'week'),
          value: plays,
          text: formatCount(plays, 'play'),
          note: formatDuration(ms),
        }),
      ),
    [daily],
  );
  return (
    <ChartCard
      title="Listening on this instance"
      measure="Plays per week over the last year"
      pointName="Week"
      points={points}
      axis={axis}
      {...(error !== null && { problem: <ErrorNotice error={error} /> })}
    />
  );
}
