import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Focus, hourlyQuery } from '../api/stats.ts';
import type { Period } from '../calendar/period.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import type { ChartPoint } from '../charts/chart-series.ts';
import { formatHour, formatShortHour } from '../format/date.ts';
import type { Measure } from '../search.ts';
import { problemOf } from '../charts/chart-problem.tsx';
import { measuredAxis, measuredBar, measureName } from './measure.ts';

interface HourChartProps {
  /** Of whose plays; of all when absent. */
  focus?: Focus;
  period: Period;
  measure: Measure;
}

/** The hours of the day. */
export function HourChart({ focus, period, measure }: HourChartProps) {
  const query = useQuery(hourlyQuery(period, focus));
  const totals = query.data;
  const points = useMemo(
    () =>
      totals?.map(
        (total): ChartPoint => ({
          label: formatShortHour(total.hour),
          name: formatHour(total.hour),
          ...measuredBar[measure](total),
        }),
      ),
    [totals, measure],
  );
  const axis = useMemo(() => measuredAxis(totals ?? [], measure), [totals, measure]);
  return (
    <ChartCard
      title="Hours of the day"
      measure={`${measureName(measure)} per hour of the day`}
      pointName="Hour"
      points={points}
      axis={axis}
      isStale={query.isPlaceholderData}
      {...problemOf(query)}
    />
  );
}
