import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const simulator = await startSimulator();
const server = await startTestServer(database, { simulator });
afterAll(() => simulator.close());
beforeEach(() => database.pool.query('delete from sign_in_failures'));

const signIn = async (username: string, password: string) => {
  const browser = new Browser(server.address);
  const { status } = await browser.post('/api/session', { username, password });
  return { browser, status };
};
const change = (browser: Browser, currentPassword: string, newPassword: string) =>
  browser.request('PUT', '/api/account/password', { currentPassword, newPassword });
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;
const statusOf = async (browser: Browser) => (await browser.get('/api/session')).status;

test('a new password takes the place of the old one, and ends every other session of the account only', async () => {
  const anna = await Browser.signUp(server.address, 'anna');
  const ben = await Browser.signUp(server.address, 'ben');
  const { browser: elsewhere } = await signIn('anna', 'password of anna');
  const before = anna.cookies.get('session');
  expect((await change(anna, 'password of anna', 'another password')).status).toBe(204);
  expect(anna.cookies.get('session')).not.toBe(before);
  expect([await statusOf(anna), await statusOf(elsewhere), await statusOf(ben)]).toEqual([200, 401, 200]);
  const former = new Browser(server.address);
  former.cookies.set('session', before ?? '');
  expect(await statusOf(former)).toBe(401);
  expect((await signIn('anna', 'password of anna')).status).toBe(401);
  expect((await signIn('anna', 'another password')).status).toBe(200);
  expect((await signIn('ben', 'password of ben')).status).toBe(200);
});

test('a wrong current password changes nothing and ends nothing', async () => {
  const carl = await Browser.signUp(server.address, 'carl');
  const { browser: elsewhere } = await signIn('carl', 'password of carl');
  const response = await change(carl, 'a wrong guess', 'another password');
  expect([response.status, await codeOf(response)]).toEqual([403, 'wrong-password']);
  expect([await statusOf(carl), await statusOf(elsewhere)]).toEqual([200, 200]);
  expect((await signIn('carl', 'password of carl')).status).toBe(200);
});

test('guesses are slowed as those of the sign-in are, and both count together', async () => {
  const dora = await Browser.signUp(server.address, 'dora');
  for (let round = 0; round < 3; round += 1) {
    expect((await change(dora, 'a wrong guess', 'another password')).status).toBe(403);
  }
  for (let round = 0; round < 2; round += 1) expect((await signIn('dora', 'a wrong guess')).status).toBe(401);
  await database.pool.query(
    "update sign_in_failures set blocked_until = blocked_until + interval '1 minute' where blocked_until > expires_at - interval '1 hour'",
  );
  const response = await change(dora, 'password of dora', 'another password');
  expect([response.status, await codeOf(response)]).toEqual([429, 'too-many-requests']);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
});

test.each(['1234567', '', 'x'.repeat(1025)])('a new password like %.10s is refused', async (newPassword) => {
  const { browser } = await signIn('ben', 'password of ben');
  expect((await change(browser, 'password of ben', newPassword)).status).toBe(400);
  expect((await signIn('ben', 'password of ben')).status).toBe(200);
});

test('who signs in with Spotify has no password to change', async () => {
  const noor = new Browser(server.address);
  await noor.connectSpotify('noor.newcomer');
  const response = await change(noor, 'whatever', 'another password');
  expect([response.status, await codeOf(response)]).toEqual([409, 'wrong-state']);
});
