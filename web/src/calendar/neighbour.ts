import { addDays, addMonths, countDays } from './day.ts';
import {
  choiceOf,
  isYear,
  monthSpan,
  type Period,
  type PeriodChoice,
  resolvePeriod,
  type Span,
  yearSpan,
} from './period.ts';

/**
 * How many months a span is long when it is made of whole ones, from the first of a month on, or of a whole year from any day
 * on; 0 when it is counted in days.
 */
export function countMonths({ from, to }: Span): number {
  if (from.endsWith('-01') && to.endsWith('-01')) {
    const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
    const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
    return (toYear - fromYear) * 12 + toMonth - fromMonth;
  }
  return addMonths(from, 12) === to ? 12 : 0;
}

function shift(span: Span, direction: -1 | 1): Span {
  const months = countMonths(span) * direction;
  if (months !== 0) return { from: addMonths(span.from, months), to: addMonths(span.to, months) };
  const days = countDays(span.from, span.to) * direction;
  return { from: addDays(span.from, days), to: addDays(span.to, days) };
}

/** The span of equal length right before a period: whole months and years have as many before them. None when an end is open. */
export const spanBefore = ({ from, to }: Period): Span | undefined =>
  from === undefined || to === undefined ? undefined : shift({ from, to }, -1);

/**
 * The choice right before or after another one, as somebody leafs through a calendar: before this month comes the whole month
 * before. None for a period with an open end, and none that begins after today.
 */
export function neighbour(choice: PeriodChoice, today: string, direction: -1 | 1): PeriodChoice | undefined {
  const { from, to } = resolvePeriod(choice, today);
  if (from === undefined || to === undefined) return undefined;
  const next = shift(wholeSpan(choice, { from, to }), direction);
  return next.from > today ? undefined : choiceOf(next, today);
}

/** This month and this year end with today, but a calendar has whole ones. */
function wholeSpan({ range }: PeriodChoice, span: Span): Span {
  if (range === 'month') return monthSpan(span.from);
  return range === 'year' || isYear(range) ? yearSpan(span.from) : span;
}
