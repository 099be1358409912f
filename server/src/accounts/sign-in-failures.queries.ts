import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/**
 * Failures that are free, and how long one more may close the door, in seconds: a person mistypes, an address may serve a
 * household, and a stranger must not keep the owner of an account out for long.
 */
const LIMITS = {
  account: { free: 5, longestWait: 60 },
  address: { free: 40, longestWait: 15 * 60 },
};

const accountKey = (username: string) => `account:${username.toLowerCase()}`;
const addressKey = (address: string) => `address:${address}`;

/**
 * Counts an attempt to sign in as failed, before the password is looked at, and answers for how many seconds it has to wait: 0
 * when it may be made.
 */
export async function claimSignInAttempt(
  database: Database,
  username: string,
  address: string,
): Promise<number> {
  const wait = await claim(database, accountKey(username), LIMITS.account);
  return wait > 0 ? wait : claim(database, addressKey(address), LIMITS.address);
}

/** Each failure past the free ones doubles the wait. One statement, so that attempts at once wait for each other. */
async function claim(
  database: Database,
  key: string,
  { free, longestWait }: { free: number; longestWait: number },
): Promise<number> {
  const { rows } = await sql<{ allowed: boolean; wait: number }>`
    insert into sign_in_failures as f (key, failures, blocked_until, expires_at)
    values (${key}, 1, now(), now() + interval '1 hour')
    on conflict (key) do update set
      allowed = f.blocked_until <= now(),
      failures = case
        when f.expires_at < now() then 1
        when f.blocked_until > now() then f.failures
        else f.failures + 1 end,
      blocked_until = case
        when f.blocked_until > now() then f.blocked_until
        when f.expires_at >= now() and f.failures + 1 >= ${free}::int
          then now() + least(2 ^ least(f.failures + 1 - ${free}::int, 20), ${longestWait}::int) * interval '1 second'
        else now() end,
      expires_at = now() + interval '1 hour'
    returning allowed, ceil(extract(epoch from blocked_until - now()))::int as wait`.execute(database);
  const row = rows[0];
  return row === undefined || row.allowed ? 0 : Math.max(row.wait, 1);
}

/** An attempt that worked: the account is forgiven all, the address only this one; it may have been guessing at others. */
export async function forgiveSignInAttempt(
  database: Database,
  username: string,
  address: string,
): Promise<void> {
  await database.deleteFrom('sign_in_failures').where('key', '=', accountKey(username)).execute();
  await sql`
    update sign_in_failures set failures = greatest(failures - 1, 0), blocked_until = now()
    where key = ${addressKey(address)}`.execute(database);
}
