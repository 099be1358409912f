/** Without a usable `Retry-After`: the length of Spotify's rolling window. */
const DEFAULT_SECONDS = 30;
/** Spotify's quotas run over about a day; whoever names more than two days means nothing by it. */
const LONGEST_SECONDS = 2 * 24 * 3_600;

/** How long to stay away, in whole or broken seconds, from a header that should hold seconds but may hold a date or nonsense. */
export function readRetryAfter(header: string | null, now: number): number {
  const text = header?.trim() ?? '';
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1_000;
  return Number.isNaN(seconds) ? DEFAULT_SECONDS : Math.min(Math.max(seconds, 1), LONGEST_SECONDS);
}
