import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { summaryQuery } from '../api/stats.ts';
import { dayInZone } from '../calendar/day.ts';
import { type Period, type PeriodChoice, readPeriodChoice, resolvePeriod } from '../calendar/period.ts';
import { useToday, useUser } from './user-context.ts';

/** What the address says about the period. */
export const usePeriodChoice = (): PeriodChoice => readPeriodChoice(useSearch({ strict: false }));

/** The period of the page, as the address has it. Only inside the dashboard. */
export const usePeriod = (): Period => resolvePeriod(usePeriodChoice(), useToday());

/** The day of the listener's first play; undefined while it is not known, and before there is one. */
export function useFirstDay(): string | undefined {
  const { timezone } = useUser();
  const { data: summary } = useQuery(summaryQuery);
  return summary?.firstPlayedAt == null ? undefined : dayInZone(summary.firstPlayedAt, timezone);
}
