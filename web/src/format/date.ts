import type { CalendarUnit } from '../calendar/unit.ts';
import { addDays } from '../calendar/day.ts';
import { formatter } from './formatter.ts';

const ofDay = (day: string, options: Intl.DateTimeFormatOptions): string =>
  formatter('UTC', options).format(new Date(`${day}T00:00:00Z`));

/** A day with its weekday: `Monday, 3 November 2025`, in the reader's locale. */
export const formatFullDay = (day: string): string =>
  ofDay(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** The label of one day, week or month below an axis. */
export const formatAxisDay = (day: string, unit: CalendarUnit): string =>
  unit === 'month'
    ? ofDay(day, { month: 'short', year: 'numeric' })
    : ofDay(day, { day: 'numeric', month: 'short' });

/** The full name of one day, week or month. */
export function formatUnit(day: string, unit: CalendarUnit): string {
  if (unit === 'day') return formatFullDay(day);
  if (unit === 'month') return ofDay(day, { month: 'long', year: 'numeric' });
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' };
  const [first, last] = [day, addDays(day, 6)].map((end) => new Date(`${end}T00:00:00Z`));
  return `Week of ${formatter('UTC', options).formatRange(first ?? 0, last ?? 0)}`;
}

/** A day in short: `3 Nov 2025`. */
export const formatMediumDay = (day: string): string => ofDay(day, { dateStyle: 'medium' });

/** Days from the first to the last: `3–9 Nov 2025`. */
export const formatDays = (first: string, last: string): string =>
  formatter('UTC', { dateStyle: 'medium' }).formatRange(
    new Date(`${first}T00:00:00Z`),
    new Date(`${last}T00:00:00Z`),
  );

/** The short name of a month: `Nov`. */
export const formatShortMonth = (day: string): string => ofDay(day, { month: 'short' });

/** The day of an instant in a time zone, in short. */
export const formatInstantDay = (instant: string, timezone: string): string =>
  formatter(timezone, { dateStyle: 'medium' }).format(new Date(instant));

/** The time of day of an instant: `14:05` or `2:05 PM`. */
export const formatTime = (instant: string, timezone: string): string =>
  formatter(timezone, { timeStyle: 'short' }).format(new Date(instant));

/** Day and time of an instant. */
export const formatInstant = (instant: string, timezone: string): string =>
  formatter(timezone, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));

/** Day and time of an instant to the second. */
export const formatInstantSecond = (instant: string, timezone: string): string =>
  formatter(timezone, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(instant));

const hourNames = new Map<number, string>();

/** An hour of the day as a range: `14:00–15:00`. */
export function formatHour(hour: number): string {
  // A map of the week asks for all of them whenever the pointer moves, and a range takes long to write.
  const name = hourNames.get(hour) ?? nameHour(hour);
  hourNames.set(hour, name);
  return name;
}

function nameHour(hour: number): string {
  const [start, end] = [hour, hour + 1].map((value) => new Date(Date.UTC(2001, 0, 1, value)));
  return formatter('UTC', { timeStyle: 'short' })
    .formatRange(start ?? 0, end ?? 0)
    .replace(/^.*\d{4},? /, '');
}

/** An hour of the day in as few characters as the locale knows: `14`, `2 PM`. */
export const formatShortHour = (hour: number): string =>
  formatter('UTC', { hour: 'numeric' }).format(new Date(Date.UTC(2001, 0, 1, hour)));

/** The name of a weekday, 1 being Monday. */
export const formatWeekday = (weekday: number, width: 'long' | 'short'): string =>
  // 1 January 2001 was a Monday.
  formatter('UTC', { weekday: width }).format(new Date(Date.UTC(2001, 0, weekday)));
