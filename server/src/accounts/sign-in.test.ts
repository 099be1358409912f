import { beforeEach, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database, { env: { TRUST_PROXY: 'loopback' } });
await Browser.signUp(server.address, 'anna');
await Browser.signUp(server.address, 'ben');
const right = 'password of anna';
beforeEach(() => database.pool.query('delete from sign_in_failures'));

interface Attempt {
  status: number;
  body: { error?: { code: string; message: string } };
  retryAfter: string | null;
}

async function attempt(username: string, password: string, address = '203.0.113.1'): Promise<Attempt> {
  const response = await new Browser(server.address).post(
    '/api/session',
    { username, password },
    { 'x-forwarded-for': address },
  );
  return {
    status: response.status,
    body: (await response.json()) as Attempt['body'],
    retryAfter: response.headers.get('retry-after'),
  };
}

async function fail(times: number, username: (round: number) => string, address: (round: number) => string) {
  for (let round = 0; round < times; round += 1) {
    const { status } = await attempt(username(round), 'a wrong guess', address(round));
    expect(status).toBe(401);
  }
}

/** Whoever has to wait has to wait a minute longer, so that no test is a race against a second. */
const prolongWaits = () =>
  database.pool.query(
    "update sign_in_failures set blocked_until = blocked_until + interval '1 minute' where blocked_until > expires_at - interval '1 hour'",
  );

test('the right password signs in, whatever the case of the name', async () => {
  expect((await attempt('ANNA', right)).status).toBe(200);
});

test('a wrong password and an unknown name get the very same answer', async () => {
  const wrong = await attempt('anna', 'a wrong guess');
  const unknown = await attempt('nobody', 'a wrong guess');
  expect(wrong.status).toBe(401);
  expect(wrong.body.error?.code).toBe('wrong-credentials');
  expect(unknown).toEqual(wrong);
});

test('an account is closed for a while after five failures, from wherever they came', async () => {
  await fail(
    5,
    () => 'anna',
    (round) => `203.0.113.${round + 10}`,
  );
  await prolongWaits();
  const refused = await attempt('Anna', right, '203.0.113.99');
  expect([refused.status, refused.body.error?.code]).toEqual([429, 'too-many-requests']);
  expect(Number(refused.retryAfter)).toBeGreaterThanOrEqual(1);
  expect(refused.body.error?.message).toContain(`${refused.retryAfter} s`);
  expect((await attempt('ben', 'password of ben', '203.0.113.99')).status).toBe(200);
});

test('an unknown name is closed just like an account', async () => {
  await fail(
    5,
    () => 'nobody',
    () => '203.0.113.1',
  );
  await prolongWaits();
  expect((await attempt('nobody', 'a wrong guess')).status).toBe(429);
});

test('an address is closed after forty failures, whatever names it guessed', async () => {
  await fail(
    40,
    (round) => `guess-${round}`,
    () => '198.51.100.7',
  );
  await prolongWaits();
  expect((await attempt('anna', right, '198.51.100.7')).status).toBe(429);
  expect((await attempt('anna', right, '198.51.100.8')).status).toBe(200);
});

async function countedAddresses(): Promise<string[]> {
  const { rows } = await database.pool.query<{ address: string }>(
    "select substring(key from '^address:(.*)') as address from sign_in_failures where key like 'address:%'",
  );
  return rows.map(({ address }) => address);
}

test('an address cannot be made up: what a client writes in front of the one that the proxy saw counts for nothing', async () => {
  await attempt('nobody', 'a wrong guess', '192.0.2.9, 198.51.100.7');
  expect(await countedAddresses()).toEqual(['198.51.100.7']);
});

test('nor by a client that comes past the proxy', async () => {
  const direct = await startTestServer(database, { env: { TRUST_PROXY: '192.0.2.1' } });
  const guess = { username: 'nobody', password: 'a wrong guess' };
  await new Browser(direct.address).post('/api/session', guess, { 'x-forwarded-for': '198.51.100.7' });
  expect(await countedAddresses()).toEqual(['127.0.0.1']);
  await direct.close();
});

test('each further failure doubles the wait, up to a minute', async () => {
  await fail(
    5,
    () => 'anna',
    () => '203.0.113.1',
  );
  const waits: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    if (round === 4) await database.pool.query('update sign_in_failures set failures = 30');
    await database.pool.query('update sign_in_failures set blocked_until = now()');
    expect((await attempt('anna', 'a wrong guess')).status).toBe(401);
    const { rows } = await database.pool.query<{ seconds: number }>(
      "select round(extract(epoch from blocked_until - expires_at + interval '1 hour'))::int as seconds from sign_in_failures where key = 'account:anna'",
    );
    waits.push(rows[0]?.seconds ?? 0);
  }
  expect(waits).toEqual([2, 4, 8, 16, 60]);
});

test('a sign-in that works forgives the account', async () => {
  await fail(
    4,
    () => 'anna',
    () => '203.0.113.1',
  );
  expect((await attempt('anna', right)).status).toBe(200);
  await fail(
    4,
    () => 'anna',
    () => '203.0.113.1',
  );
  expect((await attempt('anna', right)).status).toBe(200);
});

test('but not their address: it may have been guessing at others', async () => {
  await database.pool.query(
    "insert into sign_in_failures (key, failures, blocked_until, expires_at) values ('address:203.0.113.1', 39, now(), now() + interval '1 hour')",
  );
  expect((await attempt('anna', right)).status).toBe(200);
  expect((await attempt('ben', 'a wrong guess')).status).toBe(401);
  await prolongWaits();
  expect((await attempt('anna', right)).status).toBe(429);
});

test('failures long ago do not count', async () => {
  await fail(
    4,
    () => 'anna',
    () => '203.0.113.1',
  );
  await database.pool.query("update sign_in_failures set expires_at = now() - interval '1 second'");
  await fail(
    4,
    () => 'anna',
    () => '203.0.113.1',
  );
  expect((await attempt('anna', right)).status).toBe(200);
});

test('of many attempts at once no more than are free are looked at', async () => {
  await database.pool.query(
    "insert into sign_in_failures (key, failures, blocked_until, expires_at) values ('account:anna', 20, now() - interval '1 second', now() + interval '1 hour')",
  );
  const answers = await Promise.all(Array.from({ length: 25 }, () => attempt('anna', 'a wrong guess')));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(24);
});
