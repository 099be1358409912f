import type { Monitoring } from '@analytics/contract/monitoring';
import type { FaultRule } from '@analytics/simulator/faults';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { listAllPlays } from '../../test/exports.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const path = '/v1/me/player/recently-played';
const simulator = await startSimulator({ listeners: 3 });
afterAll(() => simulator.close());
const database = await createTestDatabase();
const server = await startTestServer(database, { simulator, options: { sweepIntervalMs: 200 } });

const monitoring = (listener: Browser) => listener.json<Monitoring>('/api/monitoring');

async function follow(username: string, spotifyUserId: string): Promise<Browser> {
  const listener = await Browser.signUp(server.address, username);
  await listener.connectSpotify(spotifyUserId);
  await listener.request('PUT', '/api/monitoring', { enabled: true });
  await vi.waitFor(async () => expect((await monitoring(listener)).lastPollAt).not.toBeNull(), {
    timeout: 60_000,
  });
  return listener;
}

const makeDue = (username: string) =>
  database.pool.query(
    'update monitors set next_poll_at = now() where user_id = (select id from users where username = $1)',
    [username],
  );

const troubled = await follow('troubled', 'maja.eightyears');
const other = await follow('other', 'teo.twoyears');

/** What the other's next poll comes to. */
async function pollOther(): Promise<string | null> {
  const { lastPollAt: before } = await monitoring(other);
  await makeDue('other');
  const isOver = async () => {
    const { lastPollAt, lastError } = await monitoring(other);
    return lastError !== null || lastPollAt !== before;
  };
  await expect.poll(isOver).toBe(true);
  return (await monitoring(other)).lastError;
}

const untilTroubled = (words: RegExp) =>
  expect.poll(async () => (await monitoring(troubled)).lastError ?? '').toMatch(words);

test.each<[string, FaultRule, RegExp]>([
  ['whom the app does not know', { kind: 'forbidden-text', text: 'not-registered' }, /User Management/],
  ['for whom Spotify has trouble', { kind: 'server-error' }, /trouble/],
  ['whose answer cannot be read', { kind: 'html' }, /cannot be read/],
  ['whose token is not accepted', { kind: 'unauthorized' }, /not accepted/],
])('a listener %s keeps nobody else from being polled', async (_name, fault, words) => {
  const match = { path, listener: 'maja.eightyears' };
  const id = simulator.addFault({ ...fault, times: 'forever', match });
  await makeDue('troubled');
  await untilTroubled(words);
  expect(await pollOther()).toBeNull();
  simulator.clearFaults(id);
});

test('a poll that fails here is said to, is put off, keeps nobody else from being polled, and heals', async () => {
  const { rows } = await database.pool.query<{ id: number }>(
    "select id from users where username = 'troubled'",
  );
  await database.pool.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
    create trigger refuse before insert or update on coverage_spans
      for each row when (new.user_id = ${rows[0]?.id}) execute function refuse()`);
  await makeDue('troubled');
  await untilTroubled(/failed here/);
  expect(Date.parse((await monitoring(troubled)).nextPollAt ?? '')).toBeGreaterThan(Date.now());
  expect(await pollOther()).toBeNull();
  await database.pool.query('drop function refuse cascade');
  await makeDue('troubled');
  await expect.poll(async () => (await monitoring(troubled)).lastError).toBeNull();
  expect(await listAllPlays(troubled)).not.toEqual([]);
});
