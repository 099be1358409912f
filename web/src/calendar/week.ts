import { addDays } from './day.ts';

interface DayTotal {
  date: string;
  plays: number;
  ms: number;
}

/** The weekday of a day, 1 being Monday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** The Monday of a day's week. */
export const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day));

/** Adds days up to weeks from Monday on. Days before the first Monday are left out: part of a week looks like a slump. */
export function sumByWeek(days: readonly DayTotal[]): DayTotal[] {
  const weeks = new Map<string, DayTotal>();
  const first = days.findIndex(({ date }) => mondayOf(date) === date);
  for (const { date, plays, ms } of first === -1 ? [] : days.slice(first)) {
    const monday = mondayOf(date);
    const week = weeks.get(monday) ?? { date: monday, plays: 0, ms: 0 };
    weeks.set(monday, { date: monday, plays: week.plays + plays, ms: week.ms + ms });
  }
  return [...weeks.values()];
}
