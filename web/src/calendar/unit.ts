import { countDays } from './day.ts';
import type { Period } from './period.ts';

export const calendarUnits = ['day', 'week', 'month'] as const;
export type CalendarUnit = (typeof calendarUnits)[number];

/**
 * The unit in which a period can be read at a glance: no more than about a hundred bars. `firstDay` is the listener's
 * first play where it is known, for periods that are open at the beginning.
 */
export function readableUnit({ from, to }: Period, today: string, firstDay?: string): CalendarUnit {
  const start = from ?? firstDay;
  if (start === undefined) return 'month';
  const days = countDays(start, to ?? today);
  if (days <= 92) return 'day';
  return days <= 750 ? 'week' : 'month';
}
