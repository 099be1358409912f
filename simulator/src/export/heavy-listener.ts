import type { Catalogue } from '../catalogue.ts';
import { createListener, type Listener } from '../listener.ts';
import { DAY_MS } from '../listening-day.ts';
import { RecentDays } from '../timeline.ts';

/** How much the heaviest listener streams in a day; hardly more fits between two nights. */
const MOST_PLAYS_PER_DAY = 175;
const USUAL_YEARS = 8;
const LONGEST_DAYS = 60 * 365;

/**
 * A listener whose history up to `until` holds so many streams and little more: in about 8 years or, for very many, in
 * as many as it takes. With `rows` equal to that number an export reaches almost to `until`.
 */
export function createHeavyListener(
  catalogue: Catalogue,
  seed: number,
  streamCount: number,
  until: Date,
): Listener {
  const playsPerDay = Math.min(MOST_PLAYS_PER_DAY, streamCount / (USUAL_YEARS * 365));
  const create = (historyDays: number) =>
    createListener(
      { id: 'heavy.listener', displayName: 'Heavy', habits: { playsPerDay }, historyDays },
      { seed, catalogue, startAt: until.getTime(), recentDays: new RecentDays(1) },
    );
  let count = 0;
  for (const stream of create(LONGEST_DAYS).timeline.backFrom(until.getTime())) {
    count += 1;
    if (count === streamCount) return create(Math.ceil((until.getTime() - stream.startAt) / DAY_MS) + 1);
  }
  throw new RangeError(`no listener streams ${streamCount} times`);
}
