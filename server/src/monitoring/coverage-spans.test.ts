import type { CoverageSpan } from '@analytics/contract/coverage';
import type { Monitoring } from '@analytics/contract/monitoring';
import { startSimulator } from '@analytics/simulator/simulator';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { provenListenerId } from '../database/listener-id.ts';
import { cutCoverage } from './coverage.ts';
import { coverLook, coverPoll, extendCoverage, listKnownSpans } from './coverage.queries.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const database = await createTestDatabase();
const simulator = await startSimulator({
  startAt: new Date(Date.now() - 30 * 24 * HOUR_MS),
  speed: 0,
  listeners: [],
});
afterAll(() => simulator.close());
const server = await startTestServer(database, { simulator, options: { sweepIntervalMs: 500 } });

describe('spans', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1) + minute * MINUTE_MS);
  let listenerId = provenListenerId(0);
  beforeAll(async () => {
    const browser = await Browser.signUp(server.address, 'spans');
    const { user } = await browser.json<{ user: { id: number } }>('/api/session');
    listenerId = provenListenerId(user.id);
  });
  const extend = (kind: 'polled' | 'watched', from: number, to: number) =>
    database.database.transaction().execute((trx) => extendCoverage(trx, listenerId, kind, at(from), at(to)));
  const spans = async () =>
    (await listKnownSpans(database.database, listenerId))
      .map(({ kind, from, to }) => [kind, (from - +at(0)) / MINUTE_MS, (to - +at(0)) / MINUTE_MS])
      .toSorted((a, b) => String(a[0]).localeCompare(String(b[0])) || Number(a[1]) - Number(b[1]));

  test('that overlap or touch become one; a watch goes on after a minute, a poll does not', async () => {
    await extend('watched', 10, 11);
    await extend('watched', 12, 13);
    await extend('watched', 15, 16);
    await extend('polled', 10, 11);
    await extend('polled', 12, 13);
    await extend('polled', 20, 21);
    expect(await spans()).toEqual([
      ['polled', 10, 11],
      ['polled', 12, 13],
      ['polled', 20, 21],
      ['watched', 10, 13],
      ['watched', 15, 16],
    ]);
    await extend('polled', 11, 20);
    await extend('watched', 12, 15);
    await extend('watched', 15, 16);
    expect(await spans()).toEqual([
      ['polled', 10, 21],
      ['watched', 10, 16],
    ]);
  });

  test('looks are one span as long as they are close to each other', async () => {
    await database.pool.query('delete from coverage_spans');
    const look = (since: number, lookedAt: number) =>
      database.database
        .transaction()
        .execute((trx) => coverLook(trx, listenerId, since && +at(since), +at(lookedAt)));
    await look(0, 10);
    await look(10, 11);
    // Another watcher goes on within a minute, and one after five.
    await look(0, 12);
    await look(0, 17);
    // Nobody has looked for long, though it is the same watcher.
    await look(17, 30);
    expect(await spans()).toEqual([
      ['watched', 10, 12],
      ['watched', 17, 17],
      ['watched', 30, 30],
    ]);
  });

  test("a full list of new plays leaves a gap, by Spotify's clock where that is behind ours", async () => {
    await database.pool.query('delete from coverage_spans');
    const poll = (from: number, plays: number) =>
      database.database.transaction().execute((trx) =>
        coverPoll(
          trx,
          listenerId,
          Array.from({ length: plays }, (_, index) => at(from + index)),
        ),
      );
    const gaps = async () =>
      cutCoverage(await listKnownSpans(database.database, listenerId), +at(0), +at(1_000))
        .filter(({ kind }) => kind === 'unknown')
        .map(({ from, to, reason }) => [
          (Date.parse(from) - +at(0)) / MINUTE_MS,
          (Date.parse(to) - +at(0)) / MINUTE_MS,
          reason,
        ]);
    await poll(100, 50);
    expect(await gaps()).toEqual([[0, 100, 'not-monitored']]);
    // One play that was listed before: nothing can be missing.
    await poll(149, 50);
    await poll(200, 3);
    expect(await gaps()).toEqual([[0, 100, 'not-monitored']]);
    await poll(300, 50);
    expect(await gaps()).toEqual([
      [0, 100, 'not-monitored'],
      [202, 300, 'too-many-plays'],
    ]);
    // A list that reaches back closes it.
    await poll(190, 50);
    expect(await gaps()).toEqual([[0, 100, 'not-monitored']]);
  });
});

describe('an outage with more than 50 plays', () => {
  const directory = mkdtemp(join(tmpdir(), 'analytics-coverage-'));
  afterAll(async () => rm(await directory, { recursive: true, force: true }));
  let listener: Browser;

  /** So many plays of four minutes, one after the other, from now on; then it is later. */
  function listen(id: string, plays: number) {
    const from = simulator.clock.now();
    simulator.addPlays(
      id,
      Array.from({ length: plays }, (_, index) => ({
        trackIndex: index,
        startAt: from + index * 4 * MINUTE_MS,
        msPlayed: 150_000,
      })),
    );
    simulator.clock.advance(plays * 4 * MINUTE_MS);
  }

  async function poll(): Promise<void> {
    const { lastPollAt } = await listener.json<Monitoring>('/api/monitoring');
    await listener.request('PUT', '/api/monitoring', { enabled: false });
    await listener.request('PUT', '/api/monitoring', { enabled: true });
    await vi.waitFor(
      async () => {
        const now = await listener.json<Monitoring>('/api/monitoring');
        expect(now.lastPollAt).not.toBe(lastPollAt);
        expect(now.state).toBe('running');
      },
      { timeout: 20_000, interval: 50 },
    );
  }

  const coverage = async (query = '') =>
    (await listener.json<{ items: CoverageSpan[] }>(`/api/monitoring/coverage${query}`)).items;
  const kinds = async () => (await coverage()).map(({ kind, reason }) => reason ?? kind);

  test('leaves an unknown span, which an import fills and its undo opens again', async () => {
    const { id } = simulator.addListener({ id: 'otis', plays: [] });
    listener = await Browser.signUp(server.address, 'otis');
    await listener.connectSpotify(id);
    expect(await coverage()).toEqual([]);

    listen(id, 10);
    await poll();
    const beforeOutage = simulator.clock.now();
    listen(id, 20);
    await poll();
    expect(await kinds()).toEqual(['polled', 'not-polled-yet']);

    listen(id, 80);
    await poll();
    expect(await kinds()).toEqual(['polled', 'too-many-plays', 'polled', 'not-polled-yet']);
    const [, gap] = await coverage();
    if (!gap) throw new Error('there is no gap');
    // The 30 plays that nobody has seen ended in it.
    const missing = simulator
      .truth(id, beforeOutage, simulator.clock.now())
      .map((stream) => new Date(stream.endAt).toISOString())
      .slice(20, 50);
    expect(missing.filter((endAt) => endAt > gap.from && endAt < gap.to)).toEqual(missing);

    const day = gap.from.slice(0, 10);
    const [first] = await coverage(`?from=${day}`);
    expect(first?.from).toBe(`${day}T00:00:00.000Z`);

    const zip = join(await directory, 'export.zip');
    await simulator.writeExtendedExport(id, { layout: '2026' }, zip);
    const uploaded = await listener.upload([
      { name: 'export.zip', content: new Blob([await readFile(zip)]) },
    ]);
    await listener.post(`/api/imports/${uploaded.id}/execute`);
    await listener.waitForImport(uploaded.id, ['imported']);
    // The export knows whole seconds only, so it may begin a moment before the first poll.
    expect((await kinds()).slice(-4)).toEqual(['polled', 'imported', 'polled', 'not-polled-yet']);

    await listener.post(`/api/imports/${uploaded.id}/undo`);
    await listener.waitForImport(uploaded.id, ['undone']);
    expect(await kinds()).toEqual(['polled', 'too-many-plays', 'polled', 'not-polled-yet']);
  });

  test("is one listener's own affair", async () => {
    const other = await Browser.signUp(server.address, 'other');
    expect(await other.json('/api/monitoring/coverage')).toEqual({ items: [] });
    const { items } = await other.json<{ items: CoverageSpan[] }>(
      '/api/monitoring/coverage?from=2026-01-01&to=2026-01-02',
    );
    expect(items).toEqual([
      {
        from: '2026-01-01T00:00:00.000Z',
        to: '2026-01-02T00:00:00.000Z',
        kind: 'unknown',
        reason: 'not-monitored',
      },
    ]);
  });
});
