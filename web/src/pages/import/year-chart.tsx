import type { ImportStatistics } from '@analytics/contract/import';
import { useMemo } from 'react';
import { ChartCard } from '../../charts/chart-card.tsx';
import type { ChartPoint } from '../../charts/chart-series.ts';
import { formatCount } from '../../format/number.ts';

const axis = { unitSize: 1, unit: '' };

/** The new plays of an upload by year, years without any included. */
export function YearChart({ byYear }: { byYear: ImportStatistics['byYear'] }) {
  const points = useMemo(() => {
    const years = Object.keys(byYear).map(Number);
    const first = Math.min(...years);
    return Array.from({ length: Math.max(...years) - first + 1 }, (_, index): ChartPoint => {
      const year = String(first + index);
      const plays = byYear[year] ?? 0;
      return { label: year, name: year, value: plays, text: formatCount(plays, 'play') };
    });
  }, [byYear]);
  const all = points.reduce((sum, { value }) => sum + value, 0);
  return (
    <ChartCard
      title="New plays by year"
      measure={`Counted plays per year, ${formatCount(all, 'play')} in all`}
      pointName="Year"
      points={points}
      axis={axis}
      isFrameless
    />
  );
}
