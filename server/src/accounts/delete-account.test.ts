import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const simulator = await startSimulator();
afterAll(() => simulator.close());
const database = await createTestDatabase();
const server = await startTestServer(database, { simulator });
let anna: Browser;
let ben: Browser;
const ids = new Map<Browser, number>();

async function moveIn(username: string, spotifyId: string): Promise<Browser> {
  const browser = await Browser.signUp(server.address, username);
  const { user } = await browser.json<{ user: { id: number } }>('/api/session');
  ids.set(browser, user.id);
  await browser.connectSpotify(spotifyId);
  await browser.request('PUT', '/api/monitoring', { enabled: true });
  await vi.waitFor(
    async () => expect((await browser.json<{ items: unknown[] }>('/api/plays')).items).not.toEqual([]),
    { timeout: 20_000 },
  );
  const rows = [{ ts: '2020-01-01T00:00:00Z', ms_played: 60_000, spotify_track_uri: null }];
  const content = new Blob([JSON.stringify(rows)]);
  await browser.upload([{ name: 'Streaming_History_Audio_2020.json', content }]);
  await browser.get('/spotify/login');
  await browser.post('/api/account/tokens', { name: 'backup', access: 'read' });
  const watched = await browser.post('/api/playlists', { playlist: '0'.repeat(22) });
  const { id } = (await watched.json()) as { id: number };
  await browser.post('/api/exclusions', { kind: 'playlist', id });
  return browser;
}

/** How many rows each table with a column `user_id`, and `users` itself, has of the listener. */
async function countRows(userId: number | undefined): Promise<Record<string, number>> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'user_id' and t.table_type = 'BASE TABLE'`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) counts[name] = await countIn(name, 'user_id', userId);
  counts['users'] = await countIn('users', 'id', userId);
  return counts;
}

async function countIn(table: string, column: string, userId: number | undefined): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int as count from ${table} where ${column} = $1`,
    [userId],
  );
  return rows[0]?.count ?? 0;
}

beforeAll(async () => {
  anna = await moveIn('anna', 'maja.eightyears');
  ben = await moveIn('ben', 'teo.twoyears');
});

test('everything that is theirs goes, and nothing that is not', async () => {
  const annaId = ids.get(anna);
  const uploads = join(server.dataDir, 'uploads', String(annaId));
  await mkdir(join(uploads, '99'), { recursive: true });
  await writeFile(join(uploads, '99', '0'), 'an upload that was never analysed');
  const before = await countRows(annaId);
  for (const table of ['users', 'sessions', 'spotify_connections', 'spotify_sign_ins', 'monitors', 'plays']) {
    expect([table, (before[table] ?? 0) > 0]).toEqual([table, true]);
  }
  for (const table of [
    'personal_access_tokens',
    'imports',
    'import_rows',
    'hour_totals',
    'subject_totals',
    'playlist_monitors',
    'exclusions',
  ]) {
    expect([table, (before[table] ?? 0) > 0]).toEqual([table, true]);
  }
  const others = await countRows(ids.get(ben));

  const response = await anna.request('DELETE', '/api/account');
  expect(response.status).toBe(204);
  expect(anna.cookies.has('session')).toBe(false);
  expect(Object.values(await countRows(annaId)).every((count) => count === 0)).toBe(true);
  expect(await readdir(join(server.dataDir, 'uploads'))).not.toContain(String(annaId));
  expect(await countRows(ids.get(ben))).toEqual(others);
});

test('the sessions of other devices are over too, and the name is free', async () => {
  const phone = new Browser(server.address);
  await phone.post('/api/session', { username: 'ben', password: 'password of ben' });
  expect((await ben.request('DELETE', '/api/account')).status).toBe(204);
  expect((await phone.get('/api/session')).status).toBe(401);
  const again = await phone.post('/api/session', { username: 'ben', password: 'password of ben' });
  expect(again.status).toBe(401);
  const next = await Browser.signUp(server.address, 'ben');
  expect(await next.json('/api/plays')).toEqual({ items: [], nextCursor: null });
});
