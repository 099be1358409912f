import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { Browser } from '../../../test/browser.ts';
import { createTestDatabase } from '../../../test/test-database.ts';
import { startTestServer } from '../../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
/** Where it is tomorrow already for most of the day. */
const TIMEZONE = 'Pacific/Kiritimati';
const listener = await Browser.signUp(server.address, 'listener', TIMEZONE);
const PLAYS = 12_000;
/** What the connection of a download did last. */
const FETCH = 'fetch forward%exported_plays%';

/** More than any buffer between the server and a client takes in, compressed or not. */
beforeAll(async () => {
  await database.pool.query(
    `with recording as (insert into recordings default values returning id),
       track as (insert into tracks (recording_id, spotify_id, name) select id, repeat('x', 22), 'x' from recording returning id),
       noise as (
         select n, (select string_agg(md5(random()::text || n || m), '') from generate_series(1, 60) m) as noise
         from generate_series(1, $1) n
       )
     insert into plays (user_id, track_id, played_at, ms_played, counted, source, reason_end)
     select u.id, track.id, '2020-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', 60000, true, 'recently-played', noise
     from track, noise, users u`,
    [PLAYS],
  );
});

/** Asks for a download without reading any of it. */
function send(format: string, encoding = 'identity') {
  const cookie = [...listener.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, 'accept-encoding': encoding };
  return get(`${server.address}/api/export?format=${format}`, { headers, agent: false });
}

async function open(format: string, encoding?: string): Promise<IncomingMessage> {
  const [response] = (await once(send(format, encoding), 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  return response;
}

/** The connections of the database that downloads hold, and how many of these wait for their client. */
async function connections(): Promise<{ held: number; waiting: number }> {
  const { rows } = await database.pool.query<{ held: number; waiting: number }>(
    `select count(*) as held,
       count(*) filter (where state = 'idle in transaction' and state_change < now() - interval '300 ms') as waiting
     from pg_stat_activity where datname = current_database() and query like $1 and state <> 'idle'`,
    [FETCH],
  );
  return rows[0] ?? { held: 0, waiting: 0 };
}

async function untilWaiting(count: number) {
  while ((await connections()).waiting !== count) await sleep(50);
}

async function untilFree() {
  while ((await connections()).held > 0) await sleep(50);
}

describe('the answer', () => {
  test.each([
    ['jsonl', 'jsonl', 'application/jsonl'],
    ['csv', 'csv', 'text/csv; charset=utf-8'],
    ['spotify', 'zip', 'application/zip'],
  ])('%s is a file named after the day', async (format, ending, mediaType) => {
    const today = () => new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);
    const before = today();
    const response = await listener.request('HEAD', `/api/export?format=${format}`);
    const disposition = response.headers.get('content-disposition');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(mediaType);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(
      [before, today()].map((day) => `attachment; filename="listening-history-${day}.${ending}"`),
    ).toContain(disposition);
  });

  test.each(['', '?format=', '?format=xml', '?format=jsonl&format=csv'])('%s is no format', async (query) => {
    const response = await listener.get(`/api/export${query}`);
    expect([response.status, response.headers.get('content-disposition')]).toEqual([400, null]);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid-request' } });
  });

  test.each(['jsonl', 'csv'])('%s is compressed for who wants it so', async (format) => {
    const plain = await open(format);
    const compressed = await open(format, 'gzip');
    expect([plain, compressed].map(({ headers }) => headers['content-encoding'])).toEqual([
      undefined,
      'gzip',
    ]);
    const [text, bytes] = await Promise.all([buffer(plain), buffer(compressed)]);
    expect(text.toString().trimEnd().split('\n').length).toBe(format === 'csv' ? PLAYS + 1 : PLAYS);
    expect(gunzipSync(bytes).equals(text)).toBe(true);
  });

  test('is documented with its media types', async () => {
    const document = await listener.json<{
      paths: Record<string, { get: { responses: Record<string, { content: object }> } }>;
    }>('/api/openapi.json');
    const { responses } = document.paths['/api/export']?.get ?? {};
    expect(Object.keys(responses?.['200']?.content ?? {})).toEqual([
      'application/jsonl',
      'text/csv',
      'application/zip',
    ]);
  });

  test('a ZIP is not compressed once more', async () => {
    const response = await open('spotify', 'gzip');
    expect(response.headers['content-encoding']).toBeUndefined();
    expect((await buffer(response)).subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'));
  });
});

describe('a connection of the database', () => {
  test.each([
    ['jsonl', 'identity'],
    ['jsonl', 'gzip'],
    ['csv', 'identity'],
    ['spotify', 'identity'],
  ])('is free again when the client leaves halfway: %s, %s', async (format, encoding) => {
    const response = await open(format, encoding);
    await untilWaiting(1);
    response.destroy();
    await untilFree();
    expect((await listener.get('/api/plays')).status).toBe(200);
  });

  test.each(['jsonl', 'spotify'])('is free again when the client leaves at once: %s', async (format) => {
    for (let ms = 0; ms < 40; ms += 4) {
      const request = send(format);
      request.on('error', () => {});
      await sleep(ms);
      request.destroy();
    }
    // Some may not have begun to read when the last has gone, and are refused like any that is one too many.
    await vi.waitFor(async () => expect((await buffer(await open(format))).length).toBeGreaterThan(0), {
      timeout: 20_000,
    });
    await untilFree();
  });

  test('is there for others while as many histories are downloaded as may be', async () => {
    const downloads = await Promise.all(Array.from({ length: 5 }, () => open('jsonl')));
    await untilWaiting(5);
    const refused = await listener.get('/api/export?format=csv');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await listener.get('/api/plays')).status).toBe(200);
    for (const response of downloads) response.destroy();
    await untilFree();
    expect((await buffer(await open('csv'))).length).toBeGreaterThan(0);
  });

  test.each([
    ['jsonl', 'gzip'],
    ['csv', 'identity'],
    ['spotify', 'identity'],
  ])('that breaks breaks the download off, and nothing else: %s, %s', async (format, encoding) => {
    const response = await open(format, encoding);
    await untilWaiting(1);
    await database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like $1',
      [FETCH],
    );
    await expect(buffer(response)).rejects.toThrow('aborted');
    await untilFree();
    expect((await listener.get('/api/plays')).status).toBe(200);
  });
});

test.each(['jsonl', 'csv', 'spotify'])(
  '%s that cannot be read is an error like any other',
  async (format) => {
    await database.pool.query('alter table platforms rename to hidden');
    try {
      const response = await listener.get(`/api/export?format=${format}`);
      expect(response.status).toBe(500);
      expect(response.headers.get('content-disposition')).toBeNull();
      expect(await response.json()).toMatchObject({ error: { code: 'internal-error' } });
      await untilFree();
    } finally {
      await database.pool.query('alter table hidden rename to platforms');
    }
  },
);
