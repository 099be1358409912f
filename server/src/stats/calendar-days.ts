import type { WeekStart } from '@analytics/contract/account';

export type CalendarUnit = 'day' | 'week' | 'month';

/** A day, week or month from its first day to the first of the next, and those of its days `[from, to)` that are looked at. */
export interface UnitDays {
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly isWhole: boolean;
}

const DAY_MS = 86_400_000;

/** Days are counted from 1 January 1970; what handles thousands of them does so by these numbers. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
export const dayText = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** The days, weeks or months that `[from, to)` touches, in order. */
export function listUnitDays(
  unit: CalendarUnit,
  { from, to, weekStart }: { from: number; to: number; weekStart: WeekStart },
): UnitDays[] {
  const units: UnitDays[] = [];
  for (let start = firstDayOf(unit, from, weekStart); start < to; ) {
    const next = firstDayAfter(unit, start);
    units.push({
      start,
      from: Math.max(start, from),
      to: Math.min(next, to),
      isWhole: start >= from && next <= to,
    });
    start = next;
  }
  return units;
}

function firstDayOf(unit: CalendarUnit, day: number, weekStart: WeekStart): number {
  if (unit === 'day') return day;
  const date = new Date(day * DAY_MS);
  if (unit === 'month') return day - date.getUTCDate() + 1;
  return day - ((date.getUTCDay() + (weekStart === 'sunday' ? 0 : 6)) % 7);
}

function firstDayAfter(unit: CalendarUnit, start: number): number {
  if (unit === 'day') return start + 1;
  if (unit === 'week') return start + 7;
  const date = new Date(start * DAY_MS);
  return date.setUTCMonth(date.getUTCMonth() + 1) / DAY_MS;
}
