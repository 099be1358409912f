import { type Selectable, sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { advance, type BudgetState, grant, learnLimit, NOTHING, type Report } from './budget-state.ts';
import type { Priority } from './endpoint-family.ts';

/** Takes up to so many calls from the budget that all processes share. */
export async function takeCalls(
  database: Database,
  order: { priority: Priority; calls: number },
  report: Report,
): Promise<{ granted: number; retryAt: Date }> {
  return database.transaction().execute(async (trx) => {
    const { state, now } = await lockBudget(trx, report);
    const taken = grant(state, order, now);
    await updateBudget(trx, taken.state);
    return { granted: taken.granted, retryAt: new Date(taken.retryAt) };
  });
}

/** Notes that Spotify has refused a call for there being too many. */
export async function noteLimit(database: Database, report: Report): Promise<void> {
  await database.transaction().execute(async (trx) => {
    const { state, now } = await lockBudget(trx, report);
    await updateBudget(trx, learnLimit(state, now));
  });
}

/** The budget as it is now. */
export async function getBudget(database: Database): Promise<{ state: BudgetState; now: number }> {
  return toState(await selectBudget(database).executeTakeFirstOrThrow(), NOTHING);
}

/** The clock of the database is the one that all processes share. */
const selectBudget = (database: Database) =>
  database.selectFrom('spotify_budget').selectAll().select(sql<Date>`clock_timestamp()`.as('now'));

async function lockBudget(trx: DatabaseTransaction, report: Report) {
  return toState(await selectBudget(trx).forUpdate().executeTakeFirstOrThrow(), report);
}

function toState(row: Selectable<Schema['spotify_budget']> & { now: Date }, report: Report) {
  const now = row.now.getTime();
  const stored: BudgetState = {
    capacity: row.capacity,
    tokens: row.tokens,
    refilledAt: row.refilled_at.getTime(),
    windowStartedAt: row.window_started_at.getTime(),
    sent: row.sent,
    sentBefore: row.sent_before,
    wasShort: row.was_short,
    limitSeen: row.limit_seen,
    limitedAt: row.limited_at?.getTime() ?? null,
    wanted: row.wanted,
    asked: row.asked,
    pacedAt: row.paced_at.getTime(),
    paceDueAt: row.pace_due_at.getTime(),
  };
  return { state: advance(stored, report, now), now };
}

async function updateBudget(trx: DatabaseTransaction, state: BudgetState): Promise<void> {
  await trx
    .updateTable('spotify_budget')
    .set({
      capacity: state.capacity,
      tokens: state.tokens,
      refilled_at: new Date(state.refilledAt),
      window_started_at: new Date(state.windowStartedAt),
      sent: state.sent,
      sent_before: state.sentBefore,
      was_short: state.wasShort,
      limit_seen: state.limitSeen,
      limited_at: state.limitedAt === null ? null : new Date(state.limitedAt),
      wanted: state.wanted,
      asked: state.asked,
      paced_at: new Date(state.pacedAt),
      pace_due_at: new Date(state.paceDueAt),
    })
    .execute();
}
