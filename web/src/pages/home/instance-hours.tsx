import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { globalHourlyQuery } from '../../api/instance.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import type { ChartPoint } from '../../charts/chart-series.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatHour, formatShortHour } from '../../format/date.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';

const axis = { unitSize: 1, unit: '' };

/** When everyone on this instance listens. */
export function InstanceHours() {
  const { data: hourly, error } = useQuery(globalHourlyQuery);
  const points = useMemo(
    () =>
      hourly?.items.map(
        ({ hour, plays, ms }): ChartPoint => ({
          label: formatShortHour(hour),
          name: formatHour(hour),
          value: plays,
          text: formatCount(plays, 'play'),
          note: formatDuration(ms),
        }),
      ),
    [hourly],
  );
  return (
    <ChartCard
      title="Hours of the day"
      measure="Plays per hour of the day, each listener by their own clock"
      pointName="Hour"
      points={points}
      axis={axis}
      {...(error !== null && { problem: <ErrorNotice error={error} /> })}
    />
  );
}
