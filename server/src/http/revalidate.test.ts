import type { Artist } from '@analytics/contract/artist';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { extendedRow, importFiles, jsonFile, undoImport } from '../../test/exports.ts';
import { recordPolledPlays } from '../../test/polled-plays.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { provenListenerId } from '../database/listener-id.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

const PATHS = ['/api/tracks', '/api/artists?limit=5', '/api/albums', '/api/plays', '/api/stats/summary'];
const track = (digit: number) => `spotify:track:${String(digit).padStart(22, '0')}`;
const rows = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    extendedRow({
      ts: `2024-03-${String(n + 1).padStart(2, '0')}T12:00:00Z`,
      spotify_track_uri: track(n),
      master_metadata_track_name: `Track ${n}`,
    }),
  );

let number = 0;
let listener: Browser;
let userId: number;
let importId: number;

beforeEach(async () => {
  number += 1;
  listener = await Browser.signUp(server.address, `listener${number}`);
  ({ id: importId } = await importFiles(listener, [jsonFile(rows(4))]));
  userId = (await listener.json<{ user: { id: number } }>('/api/session')).user.id;
});

async function etagOf(path: string, browser = listener): Promise<string> {
  const response = await browser.get(path);
  expect(response.status).toBe(200);
  return response.headers.get('etag') ?? '';
}

const statusWith = async (path: string, etag: string, browser = listener) =>
  (await browser.get(path, { 'if-none-match': etag })).status;

test.each(PATHS)('%s costs 304 while nothing changes', async (path) => {
  const first = await listener.get(path);
  expect(first.headers.get('cache-control')).toBe('private, no-cache');
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^W\/".+"$/);
  const text = await first.text();
  const second = await listener.get(path, { 'if-none-match': `"other", ${etag}` });
  expect(second.status).toBe(304);
  expect(await second.text()).toBe('');
  expect(second.headers.get('etag')).toBe(etag);
  expect(second.headers.get('cache-control')).toBe('private, no-cache');
  const again = await listener.get(path);
  expect([again.status, await again.text(), again.headers.get('content-type')]).toEqual([
    200,
    text,
    first.headers.get('content-type'),
  ]);
});

describe('another answer after', () => {
  async function expectChange(change: () => Promise<unknown>) {
    const before = new Map<string, string>();
    for (const path of PATHS) before.set(path, await etagOf(path));
    await change();
    for (const [path, etag] of before) expect([path, await statusWith(path, etag)]).toEqual([path, 200]);
  }

  test('an import and its undo', async () => {
    let id = 0;
    await expectChange(async () => {
      ({ id } = await importFiles(listener, [jsonFile([...rows(5)])]));
    });
    expect((await listener.json<{ total: number }>('/api/tracks')).total).toBe(5);
    await expectChange(() => undoImport(listener, id));
    expect((await listener.json<{ total: number }>('/api/tracks')).total).toBe(4);
    await expectChange(() => undoImport(listener, importId));
    expect((await listener.json<{ total: number }>('/api/tracks')).total).toBe(0);
  });

  const polled = (digit: number, artist: string) =>
    recordPolledPlays(database.database, provenListenerId(userId), [
      {
        track: {
          spotifyId: track(digit).slice('spotify:track:'.length),
          title: `Track ${digit}`,
          artist,
          album: 'Harbour',
          durationMs: 200_000,
        },
        playedAt: Date.parse('2024-06-01T10:00:00Z'),
        msPlayed: 200_000,
        source: 'recently-played',
      },
    ]);

  test('a poll', async () => {
    await expectChange(() => polled(9, 'The Rivers'));
  });

  test('a play is deleted', async () => {
    const { items } = await listener.json<{ items: { id: number }[] }>('/api/plays');
    await expectChange(() => listener.request('DELETE', `/api/plays/${items[0]?.id}`));
  });

  test('a track of another listener gets another artist', async () => {
    const other = await Browser.signUp(server.address, `other${number}`);
    const { id } = (await other.json<{ user: { id: number } }>('/api/session')).user;
    const mine = userId;
    userId = id;
    await expectChange(async () => {
      await polled(0, `Somebody else ${number}`);
    });
    const { items } = await listener.json<{ items: { artist: Artist; plays: number }[] }>('/api/artists');
    expect(items.map(({ artist, plays }) => [artist.name, plays])).toEqual([
      ['The Rivers', 3],
      [`Somebody else ${number}`, 1],
    ]);
    userId = mine;
  });

  test('names and pictures are filled in', async () => {
    await expectChange(() =>
      sql`update artists set image_url = 'https://example.org/a.jpg' || ${number}::text`.execute(
        database.database,
      ),
    );
    await expectChange(() => sql`update albums set name = name || '!'`.execute(database.database));
    await expectChange(() =>
      sql`update tracks set duration_ms = ${number * 1_000}::int`.execute(database.database),
    );
  });

  test('two tracks are joined', async () => {
    const { items } = await listener.json<{ items: { track: { id: number } }[] }>('/api/tracks');
    const [first, second] = items.map((row) => row.track.id);
    await expectChange(() =>
      sql`
        update tracks set recording_id = (select recording_id from tracks where id = ${first})
        where id = ${second}`.execute(database.database),
    );
    expect((await listener.json<{ total: number }>('/api/tracks')).total).toBe(3);
  });

  test.each([{ timezone: 'Pacific/Kiritimati' }, { countingRule: 'finished' }])('%j', async (patch) => {
    const etag = await etagOf('/api/tracks');
    await listener.request('PATCH', '/api/account', patch);
    while ((await statusWith('/api/tracks', etag)) === 304)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await statusWith('/api/tracks', etag)).toBe(200);
  });

  test('the day', async () => {
    const etag = await etagOf('/api/tracks');
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC' }).format();
    expect(etag).toContain(today);
  });
});

test('what a listener keeps is no answer to another, nor to what fails', async () => {
  const other = await Browser.signUp(server.address, `someone${number}`);
  const etag = await etagOf('/api/tracks');
  expect(await statusWith('/api/tracks', etag, other)).toBe(200);
  expect((await other.json<{ total: number }>('/api/tracks')).total).toBe(0);
  expect(await statusWith('/api/tracks', etag, new Browser(server.address))).toBe(401);
  expect(await statusWith('/api/tracks?limit=0', etag)).toBe(400);
  expect((await listener.get('/api/account')).headers.get('cache-control')).toBe('no-store');
});
