import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Period } from '../calendar/period.ts';
import type { CalendarUnit } from '../calendar/unit.ts';
import { zoomSpan } from '../calendar/zoom.ts';
import { useZoom } from '../components/period.ts';
import { formatAxisDay, formatUnit } from '../format/date.ts';
import { ChartCard } from './chart-card.tsx';
import { problemOf } from './chart-problem.tsx';
import type { Bar, ChartAxis, ChartPoint } from './chart-series.ts';

interface CalendarChartProps<T> {
  title: string;
  /** What the bars count, before `per week`. */
  measure: string;
  period: Period;
  /** The unit that is asked for. The answer may still be of another. */
  unit: CalendarUnit;
  query: UseQueryResult<{ unit: CalendarUnit; totals: T[] }>;
  /** Every new function draws the chart anew. */
  barOf: (total: T) => Bar;
  axis: ChartAxis;
  controls: ReactNode;
}

/** A bar chart over the days, weeks or months of a period, of which some can be made the whole period. */
export function CalendarChart<T extends { date: string }>(props: CalendarChartProps<T>) {
  const { title, measure, period, unit: askedUnit, query, barOf, axis, controls } = props;
  const zoom = useZoom();
  const answer = query.data;
  const points = useMemo(
    () =>
      answer?.totals.map(
        (total): ChartPoint => ({
          label: formatAxisDay(total.date, answer.unit),
          name: formatUnit(total.date, answer.unit),
          ...barOf(total),
        }),
      ),
    [answer, barOf],
  );
  const unit = answer?.unit ?? askedUnit;
  return (
    <ChartCard
      title={title}
      measure={`${measure} per ${unit}`}
      pointName={unit.charAt(0).toUpperCase() + unit.slice(1)}
      points={points}
      axis={axis}
      isStale={query.isPlaceholderData}
      {...problemOf(query)}
      onZoom={(first, last) => {
        const [from, to] = [first, last].map((index) => answer?.totals[index]?.date);
        if (from !== undefined && to !== undefined) zoom(zoomSpan(from, to, unit, period));
      }}
      controls={controls}
    />
  );
}
