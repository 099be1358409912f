import type { QueryClient } from '@tanstack/react-query';
import { accountQuery, monitoringQuery } from '../../api/account.ts';
import { type LeaderboardKind, leaderboardQuery } from '../../api/leaderboard.ts';
import { coverageQuery, nowPlayingQuery } from '../../api/monitoring.ts';
import { newestPlaysQuery } from '../../api/plays.ts';
import { sessionQuery } from '../../api/session.ts';
import {
  comparisonQuery,
  dailyQuery,
  hourlyQuery,
  summaryQuery,
  weekdayHoursQuery,
} from '../../api/stats.ts';
import { dayInZone } from '../../calendar/day.ts';
import { type Period, resolvePeriod, yearUpTo } from '../../calendar/period.ts';
import { readableUnit } from '../../calendar/unit.ts';
import type { Measure, OverviewSearch } from '../../search.ts';

/** By what a leaderboard is sorted to show the most of a measure first. */
export const sortOf = (measure: Measure) => (measure === 'plays' ? 'plays' : 'ms');

/** The first five of a leaderboard. */
export const topFiveQuery = (kind: LeaderboardKind, period: Period, measure: Measure) =>
  leaderboardQuery(kind, { ...period, sort: sortOf(measure), limit: 5 });

/** So long, in ms, an empty page is better than one that will be drawn anew. */
const LONGEST_WAIT_MS = 400;

/**
 * Asks everything that the overview shows while its script is still on its way. Ends when all is answered, or when the page had
 * better be shown without; the page itself says what failed.
 */
export async function askOverview(client: QueryClient, search: OverviewSearch): Promise<void> {
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, LONGEST_WAIT_MS);
  });
  await Promise.race([askAll(client, search).catch(() => undefined), late]);
}

/** What stands at the top is asked first: a browser asks six things at a time. */
async function askAll(client: QueryClient, search: OverviewSearch): Promise<void> {
  const { timezone } = await client.ensureQueryData(sessionQuery);
  const { measure = 'plays', unit, ...choice } = search;
  const today = dayInZone(Date.now(), timezone);
  const period = resolvePeriod(choice, today);
  // Of an open period, the first play decides in which units it can be read.
  const askDays = async () => {
    const { firstPlayedAt } =
      period.from === undefined ? await client.ensureQueryData(summaryQuery) : { firstPlayedAt: null };
    const firstDay = firstPlayedAt === null ? undefined : dayInZone(firstPlayedAt, timezone);
    await client.ensureQueryData(dailyQuery(period, unit ?? readableUnit(period, today, firstDay)));
  };
  await Promise.allSettled([
    client.ensureQueryData(comparisonQuery(period)),
    client.ensureQueryData(newestPlaysQuery),
    client.ensureQueryData(summaryQuery),
    client.ensureQueryData(nowPlayingQuery),
    askDays(),
    client.ensureQueryData(topFiveQuery('tracks', period, measure)),
    client.ensureQueryData(topFiveQuery('artists', period, measure)),
    client.ensureQueryData(topFiveQuery('albums', period, measure)),
    client.ensureQueryData(hourlyQuery(period)),
    client.ensureQueryData(weekdayHoursQuery(period)),
    client.ensureQueryData(accountQuery),
    client.ensureQueryData(dailyQuery(yearUpTo(period, today), 'day')),
    client.ensureQueryData(coverageQuery),
    client.ensureQueryData(monitoringQuery),
  ]);
}
