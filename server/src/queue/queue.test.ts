import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Type } from 'typebox';
import { afterAll, expect, test } from 'vitest';
import { doomedJob } from '../../test/job-holder.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { defineJob } from './job.ts';
import { Queue } from './queue.ts';

const data = Type.Object({ key: Type.String(), round: Type.Optional(Type.Integer()) });
const common = { data, key: ({ key }: { key: string }) => key, concurrency: 4, longestSeconds: 60 };
const single = defineJob({ ...common, name: 'test-single', policy: 'one-per-key', retries: 0 });
const serial = defineJob({ ...common, name: 'test-serial', policy: 'one-at-a-time', retries: 0 });
const givenUp = defineJob({ ...common, name: 'test-given-up', policy: 'one-at-a-time', retries: 0 });
const failing = defineJob({
  ...common,
  name: 'test-failing',
  policy: 'one-at-a-time',
  retries: 1,
  whenGivenUp: 'test-given-up',
});
const renewed = defineJob({
  ...common,
  name: 'test-renewed',
  policy: 'one-waits',
  retries: 0,
  concurrency: 1,
});
const many = defineJob({ ...common, name: 'test-many', policy: 'one-per-key', retries: 0, concurrency: 1 });
const stopped = defineJob({ ...common, name: 'test-stopped', policy: 'one-at-a-time', retries: 0 });
const lost = defineJob({ ...common, name: 'test-lost', policy: 'one-at-a-time', retries: 0 });
const ending = defineJob({ ...common, name: 'test-ending', policy: 'one-at-a-time', retries: 1 });
const JOBS = [failing, givenUp, single, serial, renewed, many, stopped, lost, ending, doomedJob];

const database = await createTestDatabase();
const log = { warn: () => {}, error: () => {} };
const queue = new Queue(database.connection, { instanceName: 'test', log });
await queue.start(JOBS);
afterAll(() => queue.stop());

/** A promise that is settled from outside. */
const gate = () => Promise.withResolvers<undefined>();

test('of a kind that is one per key, a second order is dropped while the first waits or runs', async () => {
  expect(await queue.send(single, { key: 'a' })).toBe(true);
  expect(await queue.send(single, { key: 'a' })).toBe(false);
  expect(await queue.send(single, { key: 'b' })).toBe(true);
  const [begun, end] = [gate(), gate()];
  const ran: string[] = [];
  await queue.work(single, async (work) => {
    ran.push(work.data.key);
    if (ran.length === 2) begun.resolve(undefined);
    await end.promise;
  });
  await begun.promise;
  expect(await queue.send(single, { key: 'a' })).toBe(false);
  end.resolve(undefined);
  await expect.poll(() => queue.send(single, { key: 'a' }), { timeout: 15_000 }).toBe(true);
  await expect.poll(() => ran.toSorted(), { timeout: 15_000 }).toEqual(['a', 'a', 'b']);
});

test('of a kind that is one at a time, none is dropped and none overlap', async () => {
  const running = new Map<string, number>();
  const ran: string[] = [];
  let overlaps = 0;
  for (const round of [1, 2, 3]) {
    for (const key of ['a', 'b']) expect(await queue.send(serial, { key, round })).toBe(true);
  }
  await queue.work(serial, async ({ data: { key, round } }) => {
    const others = running.get(key) ?? 0;
    if (others > 0) overlaps += 1;
    running.set(key, others + 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    running.set(key, (running.get(key) ?? 1) - 1);
    ran.push(`${key}${round}`);
  });
  await expect.poll(() => ran.length, { timeout: 40_000 }).toBe(6);
  expect(ran.toSorted()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
  expect(overlaps).toBe(0);
});

test('of a kind of which one waits, a job orders the next while it runs, and further orders are dropped', async () => {
  expect(await queue.send(renewed, { key: 'a' })).toBe(true);
  let ran = 0;
  let overlaps = 0;
  let running = 0;
  const dropped: boolean[] = [];
  await queue.work(renewed, async () => {
    running += 1;
    if (running > 1) overlaps += 1;
    ran += 1;
    if (ran < 4) {
      expect(await queue.send(renewed, { key: 'a' })).toBe(true);
      dropped.push(await queue.send(renewed, { key: 'a' }));
    }
    running -= 1;
  });
  await expect.poll(() => ran, { timeout: 30_000 }).toBe(4);
  expect(dropped).toEqual([false, false, false]);
  expect(overlaps).toBe(0);
});

test('many orders are given at once, and a process runs as many jobs as it was told', async () => {
  const orders = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => ({ key }));
  await queue.sendAll(many, orders);
  await queue.sendAll(many, orders);
  const ran: string[] = [];
  let running = 0;
  let most = 0;
  const end = gate();
  const working = await queue.work(many, async (work) => {
    running += 1;
    most = Math.max(most, running);
    ran.push(work.data.key);
    await end.promise;
    running -= 1;
  });
  await working.resize(3);
  await expect.poll(() => running, { timeout: 15_000 }).toBe(3);
  await working.resize(1);
  end.resolve(undefined);
  await expect.poll(() => ran.toSorted(), { timeout: 30_000 }).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect(most).toBe(3);
  await expect.poll(() => queue.countWorkers(many), { timeout: 30_000 }).toBe(1);
});

test('a job that fails is tried again, and then handed to the one that follows', async () => {
  let tries = 0;
  const taken = gate();
  await queue.work(failing, async () => {
    tries += 1;
    throw new Error('it fails');
  });
  let received: unknown;
  await queue.work(givenUp, async (work) => {
    received = work.data;
    taken.resolve(undefined);
  });
  await queue.send(failing, { key: 'a', round: 7 });
  await taken.promise;
  expect(tries).toBe(2);
  expect(received).toEqual({ key: 'a', round: 7 });
});

test('an order in a transaction that is rolled back was never given', async () => {
  const roll = database.database.transaction().execute(async (trx) => {
    expect(await queue.send(stopped, { key: 'rolled back' }, trx)).toBe(true);
    throw new Error('roll back');
  });
  await expect(roll).rejects.toThrow('roll back');
  await database.database.transaction().execute((trx) => queue.send(stopped, { key: 'kept' }, trx));
  const ran: string[] = [];
  await queue.work(stopped, async (work) => void ran.push(work.data.key));
  await expect.poll(() => ran, { timeout: 15_000 }).toEqual(['kept']);
});

test('the job of a worker that was killed hard is run by another', async () => {
  await queue.send(doomedJob, { key: 'x' });
  const holder = fileURLToPath(new URL('../../test/job-holder.ts', import.meta.url));
  const child = spawn(process.execPath, [holder, database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  const taken = gate();
  await queue.work(doomedJob, async () => taken.resolve(undefined));
  await taken.promise;
});

/** What the queue's own table says of the only job of a kind. */
async function findState(name: string): Promise<string | undefined> {
  const { rows } = await database.pool.query<{ state: string }>(
    'select state from pgboss.job where name = $1',
    [name],
  );
  return rows[0]?.state;
}

/** Works until it is told to come to its end. */
const untilTold = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));

test('a job that the queue has given up is told so where it still runs', async () => {
  const [begun, told] = [gate(), gate()];
  await queue.work(lost, async ({ signal }) => {
    begun.resolve(undefined);
    await untilTold(signal);
    told.resolve(undefined);
  });
  await queue.send(lost, { key: 'a' });
  await begun.promise;
  // As it does with the job of a process that has been silent for long.
  await database.pool.query("update pgboss.job set state = 'failed' where name = $1", [lost.name]);
  await told.promise;
  expect(await findState(lost.name)).toBe('failed');
});

test('a job is told that its process stops, and has done its part by then', async () => {
  const other = new Queue(database.connection, { instanceName: 'other', log });
  await other.start(JOBS);
  const begun = gate();
  await other.work(ending, async ({ signal }) => {
    begun.resolve(undefined);
    await untilTold(signal);
  });
  await other.send(ending, { key: 'a' });
  await begun.promise;
  await other.stop();
  expect(await findState(ending.name)).toBe('completed');
});
