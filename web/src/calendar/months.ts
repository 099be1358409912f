import { weekdayOf } from './week.ts';

/** The days of one month among a row of days. */
export interface MonthOfDays<T> {
  /** Its first day, whether that is among them or not. */
  month: string;
  days: (T & { index: number })[];
  /** The column of its first day in a week, from 0. */
  column: number;
}

/** Puts a row of days under their months, each with its place in the row. Weeks begin with `weekStart`, 1 being Monday. */
export function groupByMonth<T extends { date: string }>(
  days: readonly T[],
  weekStart: number,
): MonthOfDays<T>[] {
  const indexed = days.map((day, index) => ({ ...day, index }));
  return [...Map.groupBy(indexed, ({ date }) => `${date.slice(0, 7)}-01`)].map(([month, some]) => ({
    month,
    days: some,
    column: (weekdayOf(some[0]?.date ?? month) - weekStart + 7) % 7,
  }));
}
