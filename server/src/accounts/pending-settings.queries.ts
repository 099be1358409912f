import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';
import { tryLockHistory } from '../database/locks.queries.ts';
import { notifyListener } from '../database/notifications.ts';
import type { Schema } from '../database/schema.ts';

/** The settings that every figure of a listener is made by. */
export type FigureSettings = Partial<
  Pick<Schema['pending_settings'], 'timezone' | 'counting_rule' | 'week_start'>
>;

/** Notes what the listener wants; it holds once their figures have followed. What was wanted before and has not held yet gives way. */
export async function upsertPendingSettings(
  database: Database,
  listenerId: ListenerId,
  settings: FigureSettings,
): Promise<void> {
  await database
    .insertInto('pending_settings')
    .values({ user_id: listenerId, ...settings })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet({ ...settings, version: sql`pending_settings.version + 1` }),
    )
    .execute();
}

/**
 * Makes all figures of a listener anew by the settings that they want and by what they exclude, and lets the settings hold, in one
 * transaction: until then everybody reads the old ones. Does nothing while somebody else writes their history;
 * `settingsPending` says so.
 */
export async function applyPendingSettings(database: Database, listenerId: ListenerId): Promise<void> {
  await database.transaction().execute(async (trx) => {
    if (!(await tryLockHistory(trx, listenerId))) return;
    await sql`select apply_pending_settings(${listenerId})`.execute(trx);
    await notifyListener(trx, listenerId, { type: 'play', plays: 0 });
  });
}

/** Those who wait for their figures to follow their settings or what they exclude. */
export async function listPendingListeners(database: Database): Promise<ListenerId[]> {
  const rows = await database
    .selectFrom('pending_settings')
    .select('user_id')
    .union(database.selectFrom('pending_recounts').select('user_id'))
    .orderBy('user_id')
    .execute();
  return rows.map((row) => provenListenerId(row.user_id));
}

/** Whether a listener has more than so many plays, counted or not. */
export async function hasMorePlaysThan(
  database: Database,
  listenerId: ListenerId,
  count: number,
): Promise<boolean> {
  const row = await database
    .selectFrom('plays')
    .select('id')
    .where('user_id', '=', listenerId)
    .offset(count)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
