import { useQuery } from '@tanstack/react-query';
import { diversityQuery } from '../../api/habits.ts';
import type { Period } from '../../calendar/period.ts';
import { readableUnit } from '../../calendar/unit.ts';
import { CalendarChart } from '../../charts/calendar-chart.tsx';
import { useFirstDay } from '../../components/period.ts';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { useToday } from '../../components/user-context.ts';
import type { DiversityMeasure } from '../../search.ts';
import { useHabitsAddress } from './address.ts';
import { diversityWords } from './diversity-words.ts';

const options = (Object.keys(diversityWords) as DiversityMeasure[]).map((value) => ({
  value,
  name: diversityWords[value].name,
}));

/** How many and how different artists were played, over time. */
export function DiversityChart({ period }: { period: Period }) {
  const { artists, show } = useHabitsAddress();
  const unit = readableUnit(period, useToday(), useFirstDay());
  const query = useQuery(diversityQuery(period, unit));
  const { measure, axis, barOf } = diversityWords[artists];
  return (
    <CalendarChart
      title="Artists"
      measure={measure}
      period={period}
      unit={unit}
      query={query}
      barOf={barOf}
      axis={axis}
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
