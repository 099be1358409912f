import { type RawBuilder, sql } from 'kysely';

/** An instant as the interface shows it, for where the database makes the JSON. */
export const toInstant = <T = string>(instant: RawBuilder<unknown>): RawBuilder<T> =>
  sql<T>`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
