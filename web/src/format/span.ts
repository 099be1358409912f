import { addDays, countDays } from '../calendar/day.ts';
import { countMonths } from '../calendar/neighbour.ts';
import type { Period, Span } from '../calendar/period.ts';
import { formatDays, formatMediumDay, formatUnit } from './date.ts';
import { formatCount } from './number.ts';

const isWhole = ({ from, to }: Span, months: number): boolean =>
  countMonths({ from, to }) === months && from.endsWith(months === 12 ? '-01-01' : '-01');

/** The days of a period, both included: `2024`, `March 2024`, `3–9 Mar 2024`, `since 3 Mar 2024`. */
export function formatPeriod({ from, to }: Period): string {
  if (from === undefined) return to === undefined ? 'all time' : `until ${formatMediumDay(addDays(to, -1))}`;
  if (to === undefined) return `since ${formatMediumDay(from)}`;
  if (isWhole({ from, to }, 12)) return from.slice(0, 4);
  if (isWhole({ from, to }, 1)) return formatUnit(from, 'month');
  return formatDays(from, addDays(to, -1));
}

/** A span that another one is compared with: `2023`, `February 2025`, `the 3 months before`, `the 30 days before`. */
export function formatSpanBefore(span: Span): string {
  const months = countMonths(span);
  if (isWhole(span, 12) || isWhole(span, 1)) return formatPeriod(span);
  if (months > 0) return `the ${formatCount(months, 'month')} before`;
  const days = countDays(span.from, span.to);
  return days === 1 ? 'the day before' : `the ${formatCount(days, 'day')} before`;
}
