import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { dailyQuery } from '../../api/stats.ts';
import { dayInZone } from '../../calendar/day.ts';
import type { Period } from '../../calendar/period.ts';
import { type CalendarUnit, readableUnit } from '../../calendar/unit.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import type { ChartPoint } from '../../charts/chart-series.ts';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { useToday, useUser } from '../../components/user-context.ts';
import { formatAxisDay, formatUnit } from '../../format/date.ts';
import type { Measure } from '../../search.ts';
import { problemOf } from './chart-problem.tsx';
import { measureOptions, measuredAxis, measuredTexts, measureName } from './measure.ts';

const unitOptions = [
  { value: 'day', name: 'Day' },
  { value: 'week', name: 'Week' },
  { value: 'month', name: 'Month' },
] as const;

interface ListeningChartProps {
  period: Period;
  measure: Measure;
  firstPlayedAt: string | null | undefined;
}

/** Listening over the days, weeks or months of a period. */
export function ListeningChart({ period, measure, firstPlayedAt }: ListeningChartProps) {
  const search = useSearch({ from: '/spotify/analytics/' });
  const navigate = useNavigate();
  const today = useToday();
  const { timezone } = useUser();
  const firstDay = firstPlayedAt == null ? undefined : dayInZone(firstPlayedAt, timezone);
  const unit = search.unit ?? readableUnit(period, today, firstDay);
  const query = useQuery(dailyQuery(period, unit));
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
  const change = (part: { unit?: CalendarUnit; measure?: Measure }): void => {
    void navigate({ to: '.', search: { ...search, ...part }, replace: true, resetScroll: false });
  };
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
      controls={
        <>
          <SegmentedControl
            label="Measure of all charts"
            options={measureOptions}
            value={measure}
            onChange={(value) => {
              change({ measure: value });
            }}
          />
          <SegmentedControl
            label="Unit"
            options={unitOptions}
            value={unit}
            onChange={(value) => {
              change({ unit: value });
            }}
          />
        </>
      }
    />
  );
}
