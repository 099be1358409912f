/** The longest name that is kept; Spotify's own limits lie far below. */
const MAX_NAME_LENGTH = 1_000;

const MAX_MS_PLAYED = 24 * 3_600_000;
const DAY_MS = 86_400_000;

/** Nobody has played anything before there was a Spotify. */
export const FIRST_PLAY_AT = Date.UTC(2006, 0, 1);

const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| UTC)?$/;

/** Text as PostgreSQL can hold it: without NUL and lone surrogates, bounded; null if empty or no text. */
export function readText(value: unknown, maxLength = MAX_NAME_LENGTH): string | null {
  if (typeof value !== 'string' || value === '') return null;
  // A mere slice would keep the whole long text in memory.
  const bounded = value.length > maxLength ? Buffer.from(value.slice(0, maxLength)).toString() : value;
  const clean = bounded.isWellFormed() ? bounded : bounded.toWellFormed();
  return clean.includes('\0') ? clean.replaceAll('\0', '\uFFFD') : clean;
}

/** The fields of an object; none if it is none. */
export function readFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The elements of a list; none if it is none. */
export function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function readBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** A country's two letters; Spotify's "ZZ" means unknown. */
export function readCountry(value: unknown): string | null {
  return typeof value === 'string' && value !== 'ZZ' && /^[A-Z]{2}$/.test(value) ? value : null;
}

/**
 * A UTC instant as exports spell it, `2025-01-24T00:23:45Z` in the newer ones, in epoch ms; null unless it is a real date
 * between 2006 and tomorrow.
 */
export function readInstant(value: unknown, now: number): number | null {
  if (typeof value !== 'string' || !INSTANT.test(value)) return null;
  const month = digits(value, 5);
  const day = digits(value, 8);
  const hour = digits(value, 11);
  const minute = digits(value, 14);
  const second = value[16] === ':' ? digits(value, 17) : 0;
  if (month === 0 || month > 12 || day === 0 || hour > 23 || minute > 59 || second > 59) return null;
  const ms = value[19] === '.' ? Math.round(Number.parseFloat(value.slice(19, 23)) * 1000) : 0;
  const at = Date.UTC(digits(value, 0) * 100 + digits(value, 2), month - 1, day, hour, minute, second, ms);
  // `Date.UTC` takes the 30th of February for the 2nd of March.
  if (day > 28 && new Date(at).getUTCDate() !== day) return null;
  return possibleInstant(at, now);
}

/** The same of seconds since 1970, as a number or as its digits. */
export function readEpochSeconds(value: unknown, now: number): number | null {
  const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' ? possibleInstant(Math.round(seconds * 1_000), now) : null;
}

const possibleInstant = (at: number, now: number) => (at >= FIRST_PLAY_AT && at <= now + DAY_MS ? at : null);

/** The number that two digits make. */
function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}

const ZERO = 0x30;

/** Whole milliseconds of one stream; null if that cannot be. */
export function readMsPlayed(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_MS_PLAYED
    ? value
    : null;
}

/** The length of a track in ms, given in such units; null if it is unknown, which some programs write as 0. */
export function readLength(value: unknown, unitMs: number): number | null {
  return typeof value === 'number' ? readMsPlayed(Math.round(value * unitMs)) || null : null;
}
