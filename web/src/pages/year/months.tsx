import type { DailyTotal } from '@analytics/contract/stats';
import { useMemo } from 'react';
import { ChartCard } from '../../charts/chart-card.tsx';
import type { ChartPoint } from '../../charts/chart-series.ts';
import { formatShortMonth, formatUnit } from '../../format/date.ts';
import { durationAxis, formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';

/** The twelve months. */
export function Months({ year, months }: { year: number; months: DailyTotal[] }) {
  const points = useMemo(
    () =>
      months.map(
        ({ date, ms, plays }): ChartPoint => ({
          label: formatShortMonth(date),
          name: formatUnit(date, 'month'),
          value: ms,
          text: formatDuration(ms),
          note: formatCount(plays, 'play'),
        }),
      ),
    [months],
  );
  const strongest = months.toSorted((a, b) => b.ms - a.ms)[0];
  const axis = useMemo(() => {
    const { unitMs, unit } = durationAxis(strongest?.ms ?? 0);
    return { unitSize: unitMs, unit };
  }, [strongest?.ms]);
  return (
    <ChartCard
      title={strongest === undefined ? 'Month by month' : `Most in ${formatUnit(strongest.date, 'month')}`}
      measure={`Listening time per month of ${year}`}
      pointName="Month"
      points={points}
      axis={axis}
      isFrameless
    />
  );
}
