import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabasePool } from '../server/src/database/database.ts';

const LOOK_EVERY_MS = 250;

/** Waits until the jobs have counted what an import leaves to them, and does what the database server does by itself within minutes. */
export async function settle(pool: DatabasePool['pool']): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ open: boolean }>(
      `select exists (select from calendar_totals where tracks is null)
           or exists (select from recording_checks) as open`,
    );
    if (rows[0]?.open !== true) break;
    await sleep(LOOK_EVERY_MS);
  }
  await pool.query('vacuum analyze');
}
