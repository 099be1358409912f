import type { QueryClient } from '@tanstack/react-query';
import { accountQuery, monitoringQuery } from '../../api/account.ts';
import { leaderboardQuery } from '../../api/leaderboard.ts';
import { coverageQuery, nowPlayingQuery } from '../../api/monitoring.ts';
import { newestPlaysQuery } from '../../api/plays.ts';
import {
  comparisonQuery,
  dailyQuery,
  hourlyQuery,
  summaryQuery,
  weekdayHoursQuery,
} from '../../api/stats.ts';
import { dayInZone } from '../../calendar/day.ts';
import { isOneDay, type Period, yearUpTo } from '../../calendar/period.ts';
import { type CalendarUnit, readableUnit } from '../../calendar/unit.ts';
import { type Measure, totalOf } from '../../search.ts';

/** What the address, the listener and the clock make of the overview. */
export interface OverviewView {
  period: Period;
  measure: Measure;
  /** What the address says; what can be read at a glance when absent. */
  unit: CalendarUnit | undefined;
  timezone: string;
  today: string;
}

/** Asks for all that the overview shows, unless it is known. What is not asked here, its parts ask for when they are drawn. */
export function askOverview(client: QueryClient, view: OverviewView): Promise<unknown>[] {
  const { period, measure, timezone, today } = view;
  const topFive = { ...period, sort: totalOf(measure), limit: 5 };
  const whole = client.ensureQueryData(summaryQuery());
  const askDays = async () => {
    // Of a period that is open at its beginning, the first play decides how it can be read.
    const first = period.from === undefined ? (await whole).firstPlayedAt : null;
    const firstDay = first === null ? undefined : dayInZone(first, timezone);
    return client.ensureQueryData(dailyQuery(period, view.unit ?? readableUnit(period, today, firstDay)));
  };
  return [
    whole,
    client.ensureQueryData(newestPlaysQuery),
    client.ensureQueryData(nowPlayingQuery),
    client.ensureQueryData(comparisonQuery(period)),
    client.ensureQueryData(leaderboardQuery('tracks', topFive)),
    client.ensureQueryData(leaderboardQuery('artists', topFive)),
    client.ensureQueryData(leaderboardQuery('albums', topFive)),
    client.ensureQueryData(hourlyQuery(period)),
    ...(isOneDay(period) ? [] : [askDays(), client.ensureQueryData(weekdayHoursQuery(period))]),
    client.ensureQueryData(accountQuery),
    client.ensureQueryData(dailyQuery(yearUpTo(period, today), 'day')),
    client.ensureQueryData(coverageQuery),
    client.ensureQueryData(monitoringQuery),
  ];
}
