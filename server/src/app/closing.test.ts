import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { provenListenerId } from '../database/listener-id.ts';
import { notifyListener } from '../database/notifications.ts';
import { Browser } from '../../test/browser.ts';
import { extendedRow, jsonFile } from '../../test/exports.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

test('a process that ends takes nothing new, answers what has begun, and is not ready any more', async () => {
  const server = await startTestServer(await createTestDatabase());
  const { hostname, port } = new URL(server.address);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(`GET /api/status HTTP/1.1\r\nhost: ${hostname}\r\n`);
  // Connections are taken in the order of their coming, so the one above has been taken then.
  expect((await fetch(`${server.address}/api/status`)).status).toBe(200);
  const closed = server.close();
  while (await isListening(server.address)) await sleep(5);
  socket.write('\r\n');
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toMatch(/^connection: close\r$/im);
  expect(answer).toContain('"status":"not-ready"');
  await closed;
});

test('connections that were waiting to be taken when the end came are answered', async () => {
  const server = await startTestServer(await createTestDatabase());
  const { hostname, port } = new URL(server.address);
  // The operating system has them at once, and the event loop of this process one by one when this turn is over.
  const sockets = [1, 2, 3, 4, 5].map(() => connect(Number(port), hostname));
  const closed = server.close();
  for (const socket of sockets) {
    socket.write(`POST /api/session HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: 0\r\n\r\n`);
  }
  for (const answer of await Promise.all(sockets.map((socket) => text(socket)))) {
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/^connection: close\r$/im);
  }
  await closed;
});

/** Lets somebody else hold a lock that work in flight waits for, and answers how to let it go. */
async function hold({ pool }: TestDatabase, statement: string) {
  const client = await pool.connect();
  await client.query(`begin; set local idle_in_transaction_session_timeout = 0; ${statement}`);
  const isWaitedFor = async () => {
    const { rowCount } = await pool.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rowCount !== 0;
  };
  const release = async () => {
    await client.query('rollback');
    client.release();
  };
  return { isWaitedFor, release };
}

const isListening = (address: string) =>
  fetch(`${address}/api/health`).then(
    () => true,
    () => false,
  );

test('a request that waits for the database when the end comes is answered', async () => {
  const database = await createTestDatabase();
  const server = await startTestServer(database);
  const browser = await Browser.signUp(server.address, 'anna');
  const users = await hold(database, 'select from users for update');
  const answer = browser.request('PATCH', '/api/account', { displayName: 'Anna' });
  await expect.poll(users.isWaitedFor).toBe(true);
  const closed = server.close();
  await expect.poll(() => isListening(server.address), { interval: 5 }).toBe(false);
  await users.release();
  expect((await answer).status).toBe(200);
  await closed;
  const { rows } = await database.pool.query('select display_name from users');
  expect(rows).toEqual([{ display_name: 'Anna' }]);
});

test('a job that runs when the end comes is done with', async () => {
  const database = await createTestDatabase();
  const server = await startTestServer(database);
  const browser = await Browser.signUp(server.address, 'anna');
  const { id } = await browser.upload([jsonFile([extendedRow()])]);
  const plays = await hold(database, 'lock table plays in exclusive mode');
  await browser.post(`/api/imports/${id}/execute`);
  await expect.poll(plays.isWaitedFor).toBe(true);
  const closed = server.close();
  await expect.poll(() => isListening(server.address), { interval: 5 }).toBe(false);
  await plays.release();
  await closed;
  const { rows } = await database.pool.query('select state from imports');
  expect(rows).toEqual([{ state: 'imported' }]);
  const jobs = await database.pool.query(
    "select state from pgboss.job where name = 'run-import-stage' and data->>'stage' = 'execute'",
  );
  expect(jobs.rows).toEqual([{ state: 'completed' }]);
});

test('news for an event stream that has ended this very moment end nothing else', async () => {
  const database = await createTestDatabase();
  const server = await startTestServer(database);
  const browser = await Browser.signUp(server.address, 'anna');
  const { user } = await browser.json<{ user: { id: number } }>('/api/session');
  const id = provenListenerId(user.id);
  const stream = await browser.get('/api/events');
  // Of one transaction, they come together.
  await database.database.transaction().execute(async (trx) => {
    await notifyListener(trx, id, { type: 'signed-out' });
    await notifyListener(trx, id, { type: 'monitoring' });
  });
  expect(await stream.text()).toBe('retry: 3000\n\n');
  expect((await browser.get('/api/session')).status).toBe(200);
});
