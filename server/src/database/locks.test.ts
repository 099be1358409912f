import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../../test/test-database.ts';
import { lockDescriptions } from './locks.queries.ts';

const { database, pool, url } = await createTestDatabase();
const holder = fileURLToPath(new URL('../../test/descriptions-holder.ts', import.meta.url));

/** Transactions of the other process that are open. */
const countTransactions = async () => {
  const { rows } = await pool.query<{ count: number }>(`select count(*) from pg_stat_activity
    where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`);
  return rows[0]?.count;
};

/** A process with the lock and three more transactions that want it, which stands still from now on. */
async function stallHolder(): Promise<void> {
  const stalled = spawn(process.execPath, [holder, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    const ended = once(stalled, 'close');
    stalled.kill('SIGKILL');
    await ended;
    await expect.poll(countTransactions).toBe(0);
  });
  await once(stalled.stdout, 'data');
  await expect.poll(countTransactions).toBe(4);
  // Each of them has asked by then.
  await sleep(500);
  stalled.kill('SIGSTOP');
}

test('a process that stands still holds up others who describe tracks once, however many of its own want to', async () => {
  await stallHolder();
  const waiting = database.transaction().execute(lockDescriptions);
  // As the server does by itself to a transaction that is idle for long.
  await pool.query(`select pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a using (pid)
    where a.datname = current_database() and l.locktype = 'advisory' and l.objid = 7323 and l.granted`);
  await waiting;
  // The others of that process have not had to go first.
  expect(await countTransactions()).toBe(3);
});

test('a process that stands still in a transaction is relieved of its locks by the server', async () => {
  await stallHolder();
  await database.transaction().execute(lockDescriptions);
});
