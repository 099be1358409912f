import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { summaryQuery } from '../api/stats.ts';
import { dayInZone } from '../calendar/day.ts';
import {
  choiceOf,
  type Period,
  type PeriodChoice,
  readPeriodChoice,
  resolvePeriod,
  type Span,
} from '../calendar/period.ts';
import { useToday, useUser } from './user-context.ts';

/** What the address says about the period. */
export const usePeriodChoice = (): PeriodChoice => readPeriodChoice(useSearch({ strict: false }));

/** The period of the page, as the address has it. Only inside the dashboard. */
export const usePeriod = (): Period => resolvePeriod(usePeriodChoice(), useToday());

/** Chooses another period in the address; what only the former one had, such as a page of its list, goes. */
export function useChoosePeriod() {
  const {
    range: _range,
    from: _from,
    to: _to,
    page: _page,
    unit: _unit,
    ...kept
  } = useSearch({ strict: false });
  const navigate = useNavigate();
  return (choice: PeriodChoice, replace = false): void => {
    void navigate({ to: '.', search: { ...kept, ...choice }, replace, resetScroll: false });
  };
}

/** Makes a part of the period the whole one; the browser's back button leads out again. */
export function useZoom() {
  const choose = useChoosePeriod();
  const today = useToday();
  return (span: Span): void => {
    choose(choiceOf(span, today));
  };
}

/** The day of the listener's first play; undefined while it is not known, and before there is one. */
export function useFirstDay(): string | undefined {
  const { timezone } = useUser();
  const { data: summary } = useQuery(summaryQuery());
  return summary?.firstPlayedAt == null ? undefined : dayInZone(summary.firstPlayedAt, timezone);
}
