import { formatNumber } from './number.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A line does not end between a number and its unit. */
const withUnit = (value: number | string, unit: string): string => `${value}\u00a0${unit}`;

/** A sum of listening for people: `45 s`, `12 min`, `3 h 12 min`, and whole hours from a hundred on. */
export function formatDuration(ms: number): string {
  if (ms < minuteMs) return withUnit(Math.floor(ms / 1000), 's');
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 60) return withUnit(minutes, 'min');
  const hours = Math.floor(ms / hourMs);
  if (hours >= 100) return withUnit(formatNumber(Math.round(ms / hourMs)), 'h');
  const whole = withUnit(hours, 'h');
  return minutes % 60 === 0 ? whole : `${whole} ${withUnit(minutes % 60, 'min')}`;
}

/** The length of one play as a player shows it: `3:07`, `1:02:03`. */
export function formatPlayLength(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const rest = String(seconds % 60).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** How an axis of durations counts: in hours, or in minutes while no value reaches two hours. */
export const durationAxis = (greatestMs: number): { unitMs: number; unit: string } =>
  greatestMs >= 2 * hourMs ? { unitMs: hourMs, unit: 'h' } : { unitMs: minuteMs, unit: 'min' };
