import { type RawBuilder, sql } from 'kysely';
import type { ListenerId } from './listener-id.ts';
import { DomainError } from '../errors.ts';

/** Days `[from, to)` of the listener's calendar; an absent end is open. */
export interface Period {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** @throws DomainError `invalid-request` when the period ends before it begins */
export function requirePeriod({ from, to }: Period): Period {
  if (from !== undefined && to !== undefined && from > to) {
    throw new DomainError('invalid-request', `The period ends (${to}) before it begins (${from}).`);
  }
  if (from?.startsWith('0000') || to?.startsWith('0000')) {
    throw new DomainError('invalid-request', 'There is no year 0.');
  }
  return { from, to };
}

/** The instant at which a day begins for the listener. */
export const dayBegins = (day: string, listenerId: ListenerId) =>
  sql`(select day_begins_at(${day}::date, timezone) from users where id = ${listenerId})`;

/** The condition that an instant lies in the period, for a `where`. */
export function isWithin(
  instant: RawBuilder<unknown>,
  period: Period,
  listenerId: ListenerId,
): RawBuilder<boolean> {
  const from =
    period.from === undefined ? sql`true` : sql`${instant} >= ${dayBegins(period.from, listenerId)}`;
  const to = period.to === undefined ? sql`true` : sql`${instant} < ${dayBegins(period.to, listenerId)}`;
  return sql<boolean>`(${from} and ${to})`;
}

/** The condition that a local hour lies in the period. */
export function isHourWithin(hour: RawBuilder<unknown>, period: Period): RawBuilder<boolean> {
  const from = period.from === undefined ? sql`true` : sql`${hour} >= ${period.from}::date`;
  const to = period.to === undefined ? sql`true` : sql`${hour} < ${period.to}::date`;
  return sql<boolean>`(${from} and ${to})`;
}
