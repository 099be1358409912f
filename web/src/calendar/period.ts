import { addDays, addMonths, isDay } from './day.ts';

/** The half-open range of days `[from, to)` in the listener's time zone; either end may be open. */
export interface Period {
  from?: string;
  to?: string;
}

export const rangeNames = ['30-days', 'month', 'year', '12-months', 'all'] as const;
export type RangeName = (typeof rangeNames)[number];

/** What the address of a page says about the period: the name of a range, or two days of the listener's choice. */
export interface PeriodChoice extends Period {
  range?: RangeName;
}

export const defaultRange: RangeName = '12-months';

/** Reads the choice from the query of an address; whatever makes no sense is left out. */
export function readPeriodChoice(query: Record<string, unknown>): PeriodChoice {
  const range = rangeNames.find((name) => name === query['range']);
  if (range !== undefined) return { range };
  const [from, to] = [query['from'], query['to']].map((day) =>
    typeof day === 'string' && isDay(day) ? day : undefined,
  );
  if (from !== undefined && to !== undefined && from >= to) return {};
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Whether the listener chose the two days themselves. */
export const isCustom = ({ from, to }: PeriodChoice): boolean => from !== undefined || to !== undefined;

const firstDays: Record<RangeName, (today: string) => string | undefined> = {
  '30-days': (today) => addDays(today, -29),
  month: (today) => `${today.slice(0, 7)}-01`,
  year: (today) => `${today.slice(0, 4)}-01-01`,
  '12-months': (today) => addDays(addMonths(today, -12), 1),
  all: () => undefined,
};

/** The days that are meant by a choice. `today` is the listener's day; ranges end with it. */
export function resolvePeriod(
  choice: PeriodChoice,
  today: string,
  otherwise: RangeName = defaultRange,
): Period {
  if (isCustom(choice)) {
    const { from, to } = choice;
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }
  const from = firstDays[choice.range ?? otherwise](today);
  return from === undefined ? {} : { from, to: addDays(today, 1) };
}
