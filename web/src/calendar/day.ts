import { formatter } from '../format/formatter.ts';

const dayMs = 86_400_000;

/** Whether `text` is a day that exists, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && dayOf(time) === text;
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const timeOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** `count` days after `day`; before it when negative. */
export const addDays = (day: string, count: number): string => dayOf(timeOf(day) + count * dayMs);

/** How many days `[from, to)` has. */
export const countDays = (from: string, to: string): number =>
  Math.round((timeOf(to) - timeOf(from)) / dayMs);

/** The same day `count` months later, or the last day of that month when it has no such day. */
export function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastDate = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + count, Math.min(date, lastDate)));
}

/** The day that an instant falls on in a time zone. */
export const dayInZone = (instant: number | string, timezone: string): string =>
  formatter(timezone, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA').format(
    new Date(instant),
  );
