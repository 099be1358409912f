import { MS_FROM } from './export-row.ts';

/** The longest name that is kept; Spotify's own limits lie far below. */
const MAX_NAME_LENGTH = 1_000;

const MAX_MS_PLAYED = 24 * 3_600_000;
const DAY_MS = 86_400_000;
const FIRST_PLAY_AT = Date.UTC(2006, 0, 1);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const OTHER_INSTANT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?(?:Z| UTC)?$/;

/** Text as PostgreSQL can hold it: without NUL and lone surrogates, bounded; null if empty or no text. */
export function readText(value: unknown, maxLength = MAX_NAME_LENGTH): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const bounded = value.length > maxLength ? value.slice(0, maxLength) : value;
  const clean = bounded.isWellFormed() ? bounded : bounded.toWellFormed();
  return clean.includes('\0') ? clean.replaceAll('\0', '\uFFFD') : clean;
}

export function readBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** A country's two letters; Spotify's "ZZ" means unknown. */
export function readCountry(value: unknown): string | null {
  return typeof value === 'string' && value !== 'ZZ' && /^[A-Z]{2}$/.test(value) ? value : null;
}

/** A UTC instant as exports spell it, in epoch ms; null unless it is a real date between 2006 and tomorrow. */
export function readInstant(value: unknown, now: number): number | null {
  if (typeof value !== 'string' || value.length > 40) return null;
  const iso = INSTANT.test(value) ? value : spellInstant(value);
  const at = Date.parse(iso);
  // `Date.parse` takes the 30th of February for the 2nd of March.
  if (iso.slice(8, 10) > '28' && new Date(at).getUTCDate() !== Number(iso.slice(8, 10))) return null;
  return at >= FIRST_PLAY_AT && at <= now + DAY_MS ? at : null;
}

/** Brings `2025-01-24 00:23`, with or without seconds and "UTC", to the newer spelling; else an invalid date. */
function spellInstant(value: string): string {
  const [, date, minutes, seconds = ':00'] = OTHER_INSTANT.exec(value) ?? [];
  return `${date}T${minutes}${seconds}Z`;
}

/** Whole milliseconds of one stream; null if that cannot be. */
export function readMsPlayed(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_MS_PLAYED
    ? value
    : null;
}

/**
 * When a play ended. `ts` is the end, except for offline rows, which carry the time of the batch upload there; those
 * ended `msPlayed` after `offlineTimestamp`, the client's start time (ms in older exports, s in newer ones, told
 * apart at 1e11). A client clock that puts the end after the upload or before 2006 is not believed.
 */
export function endOfPlay(
  ts: number,
  msPlayed: number,
  offline: boolean | null,
  offlineTimestamp: number | null,
): number {
  if (offline !== true || offlineTimestamp === null || offlineTimestamp <= 0) return ts;
  const startedAt = offlineTimestamp > MS_FROM ? offlineTimestamp : offlineTimestamp * 1000;
  const endedAt = startedAt + msPlayed;
  return endedAt <= ts && endedAt >= FIRST_PLAY_AT ? endedAt : ts;
}
