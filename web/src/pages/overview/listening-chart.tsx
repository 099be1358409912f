import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { dailyQuery, type Focus } from '../../api/stats.ts';
import type { Period } from '../../calendar/period.ts';
import { readableUnit } from '../../calendar/unit.ts';
import { zoomSpan } from '../../calendar/zoom.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import type { ChartPoint } from '../../charts/chart-series.ts';
import { useFirstDay } from '../../components/period.ts';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { useToday } from '../../components/user-context.ts';
import { formatAxisDay, formatUnit } from '../../format/date.ts';
import type { Measure } from '../../search.ts';
import { useOverviewAddress } from './address.ts';
import { problemOf } from '../../charts/chart-problem.tsx';
import { measureOptions, measuredAxis, measuredTexts, measureName } from './measure.ts';

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
  const { unit: chosenUnit } = useSearch({ strict: false });
  const { show, zoom } = useOverviewAddress();
  const today = useToday();
  const firstDay = useFirstDay();
  const unit = chosenUnit ?? readableUnit(period, today, firstDay);
  const query = useQuery(dailyQuery(period, unit, focus));
  const answer = query.data;
  const points = useMemo(
    () =>
      answer?.totals.map(
        (total): ChartPoint => ({
          label: formatAxisDay(total.date, answer.unit),
          name: formatUnit(total.date, answer.unit),
          value: measure === 'plays' ? total.plays : total.ms,
          ...measuredTexts(total, measure),
        }),
      ),
    [answer, measure],
  );
  const axis = useMemo(() => measuredAxis(answer?.totals ?? [], measure), [answer, measure]);
  const unitName = answer?.unit ?? unit;
  return (
    <ChartCard
      title="Listening"
      measure={`${measureName(measure)} per ${unitName}`}
      pointName={unitName.charAt(0).toUpperCase() + unitName.slice(1)}
      points={points}
      axis={axis}
      isStale={query.isPlaceholderData}
      {...problemOf(query)}
      onZoom={(first, last) => {
        const [from, to] = [first, last].map((index) => answer?.totals[index]?.date);
        if (from !== undefined && to !== undefined) zoom(zoomSpan(from, to, unitName, period));
      }}
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
