import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { dailyQuery, type Focus } from '../api/stats.ts';
import type { Period } from '../calendar/period.ts';
import { readableUnit } from '../calendar/unit.ts';
import { CalendarChart } from '../charts/calendar-chart.tsx';
import { useFirstDay } from '../components/period.ts';
import { SegmentedControl } from '../components/segmented-control.tsx';
import { useToday } from '../components/user-context.ts';
import { type Measure, type OverviewSearch, readOverviewSearch } from '../search.ts';
import { measuredAxis, measuredBar, measureName, measureOptions } from './measure.ts';

const unitOptions = [
  { value: 'day', name: 'Day' },
  { value: 'week', name: 'Week' },
  { value: 'month', name: 'Month' },
] as const;

interface ListeningChartProps {
  /** Of whose plays; of all when absent. */
  focus?: Focus;
  period: Period;
  measure: Measure;
}

/** Listening over the days, weeks or months of a period. */
export function ListeningChart({ focus, period, measure }: ListeningChartProps) {
  const search = readOverviewSearch({ ...useSearch({ strict: false }) });
  const navigate = useNavigate();
  const today = useToday();
  const firstDay = useFirstDay();
  const unit = search.unit ?? readableUnit(period, today, firstDay);
  const query = useQuery(dailyQuery(period, unit, focus));
  const totals = query.data?.totals;
  const axis = useMemo(() => measuredAxis(totals ?? [], measure), [totals, measure]);
  const show = (part: Pick<OverviewSearch, 'unit' | 'measure'>): void => {
    void navigate({ to: '.', search: { ...search, ...part }, replace: true, resetScroll: false });
  };
  return (
    <CalendarChart
      title="Listening"
      measure={measureName(measure)}
      period={period}
      unit={unit}
      query={query}
      barOf={measuredBar[measure]}
      axis={axis}
      controls={
        <>
          <SegmentedControl
            label="Measure of all charts"
            options={measureOptions}
            value={measure}
            onChange={(value) => {
              show({ measure: value });
            }}
          />
          <SegmentedControl
            label="Unit"
            options={unitOptions}
            value={unit}
            onChange={(value) => {
              show({ unit: value });
            }}
          />
        </>
      }
    />
  );
}
