import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** Failures after which the next attempt has to wait: a person mistypes, an address may serve a household. */
const FREE_FAILURES = { account: 5, address: 20 };
const LONGEST_WAIT_SECONDS = 15 * 60;

const accountKey = (username: string) => `account:${username.toLowerCase()}`;
const addressKey = (address: string) => `address:${address}`;

/** Seconds until a sign-in to this account from this address may be tried again; 0 when now. */
export async function findSignInWait(database: Database, username: string, address: string): Promise<number> {
  const row = await database
    .selectFrom('sign_in_failures')
    .select(sql<number>`coalesce(ceil(extract(epoch from max(blocked_until) - now())), 0)::int`.as('seconds'))
    .where('key', 'in', [accountKey(username), addressKey(address)])
    .where('blocked_until', '>', sql<Date>`now()`)
    .executeTakeFirstOrThrow();
  return row.seconds;
}

/** Counts a failure; each one past the free ones doubles the wait, for the account and for the address. */
export async function insertSignInFailure(
  database: Database,
  username: string,
  address: string,
): Promise<void> {
  for (const [key, free] of [
    [accountKey(username), FREE_FAILURES.account],
    [addressKey(address), FREE_FAILURES.address],
  ] as const) {
    await sql`
      insert into sign_in_failures as f (key, failures, blocked_until, expires_at)
      values (${key}, 1, now(), now() + interval '1 hour')
      on conflict (key) do update set
        failures = case when f.expires_at < now() then 1 else f.failures + 1 end,
        blocked_until = case when f.expires_at >= now() and f.failures + 1 >= ${free}::int
          then now() + least(2 ^ least(f.failures + 1 - ${free}::int, 20), ${LONGEST_WAIT_SECONDS}::int) * interval '1 second'
          else now() end,
        expires_at = now() + interval '1 hour'`.execute(database);
  }
}

/** A sign-in that worked forgives the account, not the address: it may have been guessing at others. */
export async function deleteSignInFailures(database: Database, username: string): Promise<void> {
  await database.deleteFrom('sign_in_failures').where('key', '=', accountKey(username)).execute();
}
