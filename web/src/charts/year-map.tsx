import type { DailyTotal } from '@analytics/contract/stats';
import { formatFullDay } from '../format/date.ts';
import { ChartTable } from './chart-table.tsx';
import { DayCalendar } from './day-calendar.tsx';
import { paintOf, strengthScale } from './strength.ts';

interface YearMapProps {
  label: string;
  days: DailyTotal[];
  valueOf: (day: DailyTotal) => number;
  /** The value of a day in words. */
  describe: (day: DailyTotal) => string;
  /** The weekday that weeks begin with, 1 being Monday. */
  weekStart: number;
  /** Days of which plays may be missing. */
  unknownDays: ReadonlySet<string>;
  onDay: (day: string) => void;
}

/** A calendar of up to a year, the stronger a day the more; the line below names the day pointed at, or the strongest one. */
export function YearMap(props: YearMapProps) {
  const { label, days, valueOf, describe, weekStart, unknownDays, onDay } = props;
  const strength = strengthScale(days.map(valueOf));
  const strongest = days.reduce<DailyTotal | undefined>(
    (best, day) => (best === undefined || valueOf(day) > valueOf(best) ? day : best),
    undefined,
  );
  const words = (day: DailyTotal): string =>
    `${formatFullDay(day.date)}: ${describe(day)}${unknownDays.has(day.date) ? ', plays may be missing' : ''}`;
  return (
    <div>
      <DayCalendar
        label={label}
        days={days}
        weekStart={weekStart}
        paint={(day) => paintOf(strength(valueOf(day)))}
        isHatched={(day) => unknownDays.has(day.date)}
        words={words}
        onDay={onDay}
      >
        {strongest !== undefined && `Most: ${words(strongest)}`}
      </DayCalendar>
      <ChartTable
        caption={label}
        pointName="Day"
        points={() =>
          days.map((day) => ({
            name: formatFullDay(day.date),
            text: describe(day),
            ...(unknownDays.has(day.date) && { note: 'plays may be missing' }),
          }))
        }
      />
    </div>
  );
}
