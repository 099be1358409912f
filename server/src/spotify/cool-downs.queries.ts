import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { EndpointFamily } from './endpoint-family.ts';

/** Why a family is closed: too many calls within seconds, or a quota that is used up for about a day. */
export type CoolDownReason = 'rate-limit' | 'quota';

export interface CoolDown {
  readonly until: Date;
  readonly reason: CoolDownReason;
}

/** Until when a family of endpoints is closed, if it is. */
export async function findCoolDown(
  database: Database,
  family: EndpointFamily,
): Promise<CoolDown | undefined> {
  return database
    .selectFrom('spotify_cool_downs')
    .select(['until', 'reason'])
    .where('family', '=', family)
    .where('until', '>', sql<Date>`now()`)
    .executeTakeFirst();
}

/** Closes a family for so many seconds and answers until when; a longer pause that is already running holds. */
export async function upsertCoolDown(
  database: Database,
  family: EndpointFamily,
  { seconds, reason }: { seconds: number; reason: CoolDownReason },
): Promise<CoolDown> {
  const until = sql<Date>`now() + make_interval(secs => ${seconds})`;
  return database
    .insertInto('spotify_cool_downs')
    .values({ family, until, reason })
    .onConflict((conflict) =>
      conflict.column('family').doUpdateSet({
        until: sql`greatest(spotify_cool_downs.until, excluded.until)`,
        reason: sql`case when excluded.until >= spotify_cool_downs.until then excluded.reason else spotify_cool_downs.reason end`,
      }),
    )
    .returning(['until', 'reason'])
    .executeTakeFirstOrThrow();
}

/** The families that are closed now. */
export async function listCoolDowns(database: Database) {
  return database
    .selectFrom('spotify_cool_downs')
    .select(['family', 'until', 'reason'])
    .where('until', '>', sql<Date>`now()`)
    .orderBy('family')
    .execute();
}
