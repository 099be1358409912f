import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** Until when a family of endpoints is closed, if it is. */
export async function findCoolDown(database: Database, family: string): Promise<Date | undefined> {
  const row = await database
    .selectFrom('spotify_cool_downs')
    .select('until')
    .where('family', '=', family)
    .where('until', '>', sql<Date>`now()`)
    .executeTakeFirst();
  return row?.until;
}

/** Closes a family for so many seconds and answers until when; a longer pause that is already running holds. */
export async function upsertCoolDown(database: Database, family: string, seconds: number): Promise<Date> {
  const until = sql<Date>`now() + make_interval(secs => ${seconds})`;
  const row = await database
    .insertInto('spotify_cool_downs')
    .values({ family, until })
    .onConflict((conflict) =>
      conflict
        .column('family')
        .doUpdateSet({ until: sql`greatest(spotify_cool_downs.until, excluded.until)` }),
    )
    .returning('until')
    .executeTakeFirstOrThrow();
  return row.until;
}

/** The families that are closed now. */
export async function listCoolDowns(database: Database) {
  return database
    .selectFrom('spotify_cool_downs')
    .select(['family', 'until'])
    .where('until', '>', sql<Date>`now()`)
    .orderBy('family')
    .execute();
}
