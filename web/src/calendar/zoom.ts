import { addDays, addMonths } from './day.ts';
import type { Period, Span } from './period.ts';
import type { CalendarUnit } from './unit.ts';

/**
 * The days from the first unit to the last, given by their first days; no further than the period that they are part of, because
 * its first and last week or month may be cut off.
 */
export function zoomSpan(first: string, last: string, unit: CalendarUnit, within: Period): Span {
  const end = { day: addDays(last, 1), week: addDays(last, 7), month: addMonths(last, 1) }[unit];
  return {
    from: within.from !== undefined && within.from > first ? within.from : first,
    to: within.to !== undefined && within.to < end ? within.to : end,
  };
}
