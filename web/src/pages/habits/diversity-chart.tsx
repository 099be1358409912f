import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { diversityQuery } from '../../api/habits.ts';
import type { Period } from '../../calendar/period.ts';
import { readableUnit } from '../../calendar/unit.ts';
import { zoomSpan } from '../../calendar/zoom.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import { problemOf } from '../../charts/chart-problem.tsx';
import type { ChartPoint } from '../../charts/chart-series.ts';
import { useFirstDay } from '../../components/period.ts';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { useToday } from '../../components/user-context.ts';
import { formatAxisDay, formatUnit } from '../../format/date.ts';
import type { DiversityMeasure } from '../../search.ts';
import { useHabitsAddress } from './address.ts';
import { diversityWords } from './diversity-words.ts';

const options = (Object.keys(diversityWords) as DiversityMeasure[]).map((value) => ({
  value,
  name: diversityWords[value].name,
}));

/** How many and how different artists were played, over time. */
export function DiversityChart({ period }: { period: Period }) {
  const { artists, show, zoom } = useHabitsAddress();
  const unit = readableUnit(period, useToday(), useFirstDay());
  const query = useQuery(diversityQuery(period, unit));
  const answer = query.data;
  const words = diversityWords[artists];
  const points = useMemo(
    () =>
      answer?.totals.map(
        (total): ChartPoint => ({
          label: formatAxisDay(total.date, answer.unit),
          name: formatUnit(total.date, answer.unit),
          value: words.valueOf(total),
          text: words.textOf(total),
          note: words.noteOf(total),
        }),
      ),
    [answer, words],
  );
  const unitName = answer?.unit ?? unit;
  return (
    <ChartCard
      title="Artists"
      measure={`${words.measure} per ${unitName}`}
      pointName={unitName.charAt(0).toUpperCase() + unitName.slice(1)}
      points={points}
      axis={words.axis}
      isStale={query.isPlaceholderData}
      {...problemOf(query)}
      onZoom={(first, last) => {
        const [from, to] = [first, last].map((index) => answer?.totals[index]?.date);
        if (from !== undefined && to !== undefined) zoom(zoomSpan(from, to, unitName, period));
      }}
      controls={
        <SegmentedControl
          label="What of the artists"
          options={options}
          value={artists}
          onChange={(value) => {
            show({ artists: value });
          }}
        />
      }
    />
  );
}
