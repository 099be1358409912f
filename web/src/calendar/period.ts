import { addDays, addMonths, isDay } from './day.ts';

/** The half-open range of days `[from, to)` in the listener's time zone; either end may be open. */
export interface Period {
  from?: string;
  to?: string;
}

/** A period with both of its ends. */
export type Span = Required<Period>;

const rangeNames = ['30-days', 'month', 'year', '12-months', 'all'] as const;
/** The name of a range that moves on with today, or a year such as `2024`. */
export type Range = (typeof rangeNames)[number] | `${number}`;

/** What the address of a page says about the period: a range, or two days of the listener's choice. */
export interface PeriodChoice extends Period {
  range?: Range;
}

/** The range of every page whose address names none. */
export const defaultRange: Range = '12-months';

/** Whether a range is a year. */
export const isYear = (text: unknown): text is `${number}` =>
  typeof text === 'string' && /^(19|20)\d\d$/.test(text);

/** Reads the choice from the query of an address; whatever makes no sense is left out. */
export function readPeriodChoice(query: Record<string, unknown>): PeriodChoice {
  const named = query['range'];
  const range = isYear(named) ? named : rangeNames.find((name) => name === named);
  if (range !== undefined) return { range };
  const [from, to] = [query['from'], query['to']].map((day) =>
    typeof day === 'string' && isDay(day) ? day : undefined,
  );
  if (from !== undefined && to !== undefined && from >= to) return {};
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Whether the listener chose the two days themselves. */
export const isCustom = ({ from, to }: PeriodChoice): boolean => from !== undefined || to !== undefined;

/** The days that are meant by a choice. `today` is the listener's day; ranges end with it. */
export function resolvePeriod({ range = defaultRange, ...days }: PeriodChoice, today: string): Period {
  if (isCustom(days)) return days;
  if (range === 'all') return {};
  const tomorrow = addDays(today, 1);
  if (isYear(range)) {
    const { from, to } = yearSpan(range);
    return { from, to: from < tomorrow && tomorrow < to ? tomorrow : to };
  }
  return { from: firstDay(range, today), to: tomorrow };
}

function firstDay(range: Range, today: string): string {
  if (range === '30-days') return addDays(today, -29);
  if (range === 'month') return monthSpan(today).from;
  if (range === 'year') return yearSpan(today).from;
  return addDays(addMonths(today, -12), 1);
}

/** The whole year of a day. */
export function yearSpan(day: string): Span {
  const from = `${day.slice(0, 4)}-01-01`;
  return { from, to: addMonths(from, 12) };
}

/** The whole month of a day. */
export function monthSpan(day: string): Span {
  const from = `${day.slice(0, 7)}-01`;
  return { from, to: addMonths(from, 1) };
}

/** Whether a period is a single day. */
export const isOneDay = ({ from, to }: Period): boolean => from !== undefined && to === addDays(from, 1);

/** Twelve months, of which the last is that of the last day of a period; without days that are yet to come. */
export function yearUpTo({ to }: Period, today: string): Span {
  const tomorrow = addDays(today, 1);
  const last = monthSpan(to === undefined ? today : addDays(to, -1));
  const isNow = last.from <= today && tomorrow < last.to;
  return { from: addMonths(last.from, -11), to: isNow ? tomorrow : last.to };
}

/** How a span of days is best said in an address: by its name where it has one. */
export function choiceOf({ from, to }: Span, today: string): PeriodChoice {
  if (to === yearSpan(from).to && from === yearSpan(from).from) return { range: from.slice(0, 4) as Range };
  const month = monthSpan(today);
  return from === month.from && to === month.to ? { range: 'month' } : { from, to };
}
