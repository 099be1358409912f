import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const simulator = await startSimulator();
afterAll(() => simulator.close());
const database = await createTestDatabase();
const open = await startTestServer(database, { simulator });
beforeEach(() => database.pool.query('delete from users'));

const isHost = async (browser: Browser) =>
  (await browser.json<{ user: { isHost: boolean } }>('/api/session')).user.isHost;
const start = (ADMINS: string) =>
  startTestServer(database, { simulator, env: { ADMINS, REGISTRATION: 'closed' } });

test('hosts whom ADMINS names by Spotify are let in and are host, by the id in the address of their profile or by the immutable one', async () => {
  const { accountId = '' } = simulator.listListeners().find(({ id }) => id === 'teo.twoyears') ?? {};
  const named = await start(`spotify:Maja.EightYears,spotify:${accountId}`);
  for (const name of ['maja.eightyears', 'teo.twoyears']) {
    const browser = new Browser(named.address);
    expect((await browser.connectSpotify(name)).status).toBe(302);
    expect(await isHost(browser)).toBe(true);
  }
  await named.close();
});

test('nobody is host by a name that a stranger may take, nor is the stranger', async () => {
  const named = await start('maja.eightyears');
  await new Browser(open.address).connectSpotify('maja.eightyears');
  const browser = new Browser(named.address);
  await browser.connectSpotify('maja.eightyears');
  expect(await isHost(browser)).toBe(false);
  const local = await Browser.signUp(open.address, 'teo.twoyears');
  const other = await start('spotify:teo.twoyears');
  expect(await isHost(local)).toBe(false);
  await named.close();
  await other.close();
});

test('a closed instance lets nobody in whose Spotify id is the name of a host', async () => {
  const named = await start('maja.eightyears');
  const browser = new Browser(named.address);
  expect((await browser.connectSpotify('maja.eightyears')).status).toBe(403);
  expect((await browser.get('/api/session')).status).toBe(401);
  await named.close();
});

test('with ADMINS the first who comes by Spotify is not host', async () => {
  const named = await startTestServer(database, { simulator, env: { ADMINS: 'somebody-else' } });
  const first = new Browser(named.address);
  await first.connectSpotify('maja.eightyears');
  expect(await isHost(first)).toBe(false);
  await named.close();
});
