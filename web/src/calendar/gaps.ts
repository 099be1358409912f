import type { CoverageSpan } from '@analytics/contract/coverage';
import { addDays, dayInZone } from './day.ts';
import type { Span } from './period.ts';

const hourMs = 3_600_000;

/** A time of which plays may be missing that only an export brings. */
export interface Gap {
  fromAt: string;
  toAt: string;
  /** The days that it touches in the listener's time zone, half open. */
  days: Span;
}

/**
 * The gaps in what is known, newest first, as far as they touch `within`. What the next poll may still bring is none, and what
 * is shorter than an hour is not worth asking Spotify for an export.
 */
export function findGaps(coverage: readonly CoverageSpan[], timezone: string, within: Span): Gap[] {
  return coverage
    .filter(({ kind, reason }) => kind === 'unknown' && reason !== 'not-polled-yet')
    .filter(({ from, to }) => Date.parse(to) - Date.parse(from) >= hourMs)
    .map(({ from, to }) => ({
      fromAt: from,
      toAt: to,
      days: { from: dayInZone(from, timezone), to: addDays(dayInZone(Date.parse(to) - 1, timezone), 1) },
    }))
    .filter(({ days }) => days.from < within.to && days.to > within.from)
    .toReversed();
}

/** The days of some gaps, one by one, as far as they lie within a span. */
export function daysOfGaps(gaps: readonly Gap[], within: Span): Set<string> {
  const days = new Set<string>();
  for (const gap of gaps) {
    const end = gap.days.to < within.to ? gap.days.to : within.to;
    let day = gap.days.from > within.from ? gap.days.from : within.from;
    for (; day < end; day = addDays(day, 1)) days.add(day);
  }
  return days;
}
