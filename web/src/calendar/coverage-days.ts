import type { CoverageSpan } from '@analytics/contract/coverage';
import { addDays, dayInZone } from './day.ts';
import { daysOfGaps, findGaps } from './gaps.ts';
import type { Span } from './period.ts';

/** `gap`: plays may be missing. `open`: nothing is known yet. */
export type CoverageOfDay = 'monitored' | 'imported' | 'gap' | 'open';

export interface CoveredDay {
  date: string;
  coverage: CoverageOfDay;
}

/** How much is known of each day of a span: a day with a gap is one, however much of it is known. */
export function coverDays(coverage: readonly CoverageSpan[], timezone: string, within: Span): CoveredDay[] {
  const covered = new Map<string, CoverageOfDay>();
  for (const { from, to, kind } of coverage) {
    if (kind === 'unknown') continue;
    const [first, last] = [dayInZone(from, timezone), dayInZone(Date.parse(to) - 1, timezone)];
    for (
      let day = first > within.from ? first : within.from;
      day <= last && day < within.to;
      day = addDays(day, 1)
    ) {
      if (covered.get(day) !== 'monitored') covered.set(day, kind === 'imported' ? 'imported' : 'monitored');
    }
  }
  for (const day of daysOfGaps(findGaps(coverage, timezone, within), within)) covered.set(day, 'gap');
  const days: CoveredDay[] = [];
  for (let date = within.from; date < within.to; date = addDays(date, 1)) {
    days.push({ date, coverage: covered.get(date) ?? 'open' });
  }
  return days;
}

/** Days in a row of which the same is known, as one: the last is included. */
export interface CoveredRun {
  first: string;
  last: string;
  coverage: CoverageOfDay;
}

/** Joins days in a row of which the same is known. */
export function joinDays(days: readonly CoveredDay[]): CoveredRun[] {
  const runs: CoveredRun[] = [];
  for (const { date, coverage } of days) {
    const run = runs.at(-1);
    if (run?.coverage === coverage) run.last = date;
    else runs.push({ first: date, last: date, coverage });
  }
  return runs;
}
