import type { Monitoring } from '@analytics/contract/monitoring';
import type { Enrichment, StatusAnswer } from '@analytics/contract/status';
import type { TrackRow } from '@analytics/contract/track';
import { startSimulator } from '@analytics/simulator/simulator';
import type { Profile } from '@analytics/simulator/world';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser } from '../../test/browser.ts';
import { groupAllRecordings } from '../../test/group-recordings.ts';
import { jumpAhead } from '../../test/month/jump-ahead.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { WatchStage } from '../../test/watched-listener.ts';
import { withAnyAccessToken } from '../accounts/access-token.ts';
import { enrichCatalogue } from './enrich-catalogue.ts';
import { insertNamedTracks } from './insert-named-tracks.queries.ts';

const DAY_MS = 86_400_000;

describe.each<Profile>(['development', 'older-app'])('for an app of profile %s', async (profile) => {
  const simulator = await startSimulator({ profile, speed: 0, listeners: [] });
  afterAll(() => simulator.close());
  const testDatabase = await createTestDatabase();
  const { database, pool } = testDatabase;
  const stage = await WatchStage.open(simulator, testDatabase);
  const { tracks, artists } = simulator.catalogue;
  let host: Browser;

  beforeAll(async () => {
    ({ browser: host } = await stage.connect([], 'history'));
  });
  beforeEach(async () => {
    simulator.clearFaults();
    simulator.unlockQuotas();
    simulator.resetRequests();
    await pool.query('delete from spotify_cool_downs');
    await pool.query(
      'truncate tracks, track_artists, recordings, artists, albums, unknown_tracks, enrichment_days cascade',
    );
  });

  /** Tracks as an export knows them, of the catalogue by index. */
  async function know(indexes: readonly number[], { byId = true } = {}) {
    const rows = indexes.map((index) => ({
      spotify_id: byId ? tracks[index]?.id : null,
      track_name: tracks[index]?.name,
      artist_name: artists[tracks[index]?.artistIndexes[0] ?? 0]?.name,
      album_name: null,
    }));
    await insert(rows);
  }

  const insert = (rows: object[]) =>
    database.transaction().execute((trx) =>
      insertNamedTracks(
        trx,
        sql`select *, null as local_uri, now() as last_played_at from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          r (spotify_id text, track_name text, artist_name text, album_name text)`,
      ),
    );

  function run(signal = new AbortController().signal) {
    const context = stage.context('enrichment');
    const withToken = <T>(call: (token: string) => Promise<T>) => withAnyAccessToken(context, call);
    return enrichCatalogue({ ...context, appId: 'simulated-client-id', withToken, pauseMs: 0 }, signal);
  }

  async function progress(): Promise<Enrichment> {
    const { enrichment } = await host.json<StatusAnswer>('/api/status');
    if (!enrichment) throw new Error('the host is told nothing');
    return enrichment;
  }

  const asked = () => simulator.listRequests({ path: '/v1/tracks' });

  test('tracks known by their names get artists, album, length, ISRC and picture', async () => {
    await know([0, 1, 2]);
    expect(await progress()).toMatchObject({ completed: 0, remaining: 3, perDay: null, expectedAt: null });
    expect(await run()).toBeUndefined();
    const { rows } = await pool.query(
      `select k.spotify_id as id, k.duration_ms as length, k.isrc, b.spotify_id is not null as album,
        (select array_agg(a.spotify_id order by t.position) from track_artists t join artists a on a.id = t.artist_id
          where t.track_id = k.id) as artists
      from tracks k join albums b on b.id = k.album_id`,
    );
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    expect(rows.toSorted(byId)).toEqual(
      tracks
        .slice(0, 3)
        .map((track) => ({
          id: track.id,
          length: track.durationMs,
          isrc: track.isrc,
          album: true,
          artists: track.artistIndexes.map((index) => artists[index]?.id),
        }))
        .toSorted(byId),
    );
    expect(await progress()).toMatchObject({
      completed: 3,
      remaining: 0,
      unknown: 0,
      perDay: 3,
      lastError: null,
    });
    expect(Date.parse((await progress()).lastRunAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  test('many are asked for at once where the app may, else one; what it may is found out once', async () => {
    const indexes = Array.from({ length: 60 }, (_, index) => index);
    await pool.query('update enrichment set single_calls_for = null');
    await know(indexes);
    await run();
    const batches = () => asked().filter(({ path }) => path === '/v1/tracks').length;
    expect([batches(), asked().length]).toEqual(profile === 'development' ? [1, 61] : [2, 2]);
    simulator.resetRequests();
    await know([70]);
    await run();
    expect([batches(), asked().length]).toEqual(profile === 'development' ? [0, 1] : [1, 1]);
  });

  test('what is played most comes first', async () => {
    const listener = await stage.connect(
      [
        { atMs: 0, trackIndex: 5, msPlayed: 60_000 },
        { atMs: 70_000, trackIndex: 5, msPlayed: 60_000 },
        { atMs: 140_000, trackIndex: 4, msPlayed: 60_000 },
      ],
      'history',
    );
    simulator.clock.advance(600_000);
    await listener.poll();
    await pool.query('update tracks set enriched_at = null');
    await know([3]);
    await pool.query("update enrichment set single_calls_for = 'simulated-client-id', refused_at = now()");
    simulator.resetRequests();
    await run();
    expect(asked().map(({ path }) => path.split('/').at(-1))).toEqual(
      [5, 4, 3].map((index) => tracks[index]?.id),
    );
    await pool.query('update enrichment set single_calls_for = null');
    await pool.query('delete from plays');
  });

  test.each([
    ['an outage', { kind: 'server-error' }],
    ['a pause', { kind: 'rate-limit', retryAfterSeconds: 72_000 }],
    ['a quota', { kind: 'quota', retryAfterSeconds: 72_000 }],
    ['a refusal', { kind: 'forbidden' }],
    ['a text instead of an answer', { kind: 'forbidden-text', text: 'check-settings' }],
    ['a page instead of an answer', { kind: 'html' }],
    ['half an answer', { kind: 'truncated-json' }],
  ] as const)('%s is no answer about a track', async (_what, fault) => {
    await know([0, 1, 2, 3, 4]);
    simulator.addFault({ ...fault, times: 'forever', match: { path: '/v1/tracks' } });
    await run();
    expect(await progress()).toMatchObject({ completed: 0, remaining: 5, unknown: 0 });
    simulator.clearFaults();
    await pool.query('delete from spotify_cool_downs');
    await pool.query('update enrichment set single_calls_for = null');
    await run();
    expect(await progress()).toMatchObject({ completed: 5, remaining: 0, unknown: 0 });
  });

  test('what Spotify says it does not know is asked for again after 30 days', async () => {
    await insert([
      { spotify_id: '0'.repeat(22), track_name: 'Nowhere', artist_name: 'Nobody', album_name: null },
    ]);
    await know([0]);
    await run();
    expect(await progress()).toMatchObject({ completed: 1, remaining: 0, unknown: 1 });
    simulator.resetRequests();
    await run();
    expect(asked()).toEqual([]);
    await pool.query("update unknown_tracks set ask_again_at = ask_again_at - interval '30 days'");
    expect(await progress()).toMatchObject({ remaining: 1, unknown: 0 });
    await run();
    expect(asked().length).toBeGreaterThan(0);
  });

  test('a name without an id is found and merges, and nothing is counted twice', async () => {
    const listener = await stage.connect([{ atMs: 0, trackIndex: 8, msPlayed: 60_000 }], 'history');
    simulator.clock.advance(600_000);
    await listener.poll();
    // As if an export of names alone had told of the play.
    await know([8, 9], { byId: false });
    await pool.query(
      'update plays set track_id = (select id from tracks where spotify_id is null and name = $2) where user_id = $1',
      [listener.id, tracks[8]?.name],
    );
    await pool.query(
      'delete from track_artists where track_id in (select id from tracks where spotify_id is not null)',
    );
    await pool.query('delete from tracks where spotify_id is not null');
    await insert([{ spotify_id: null, track_name: 'Nowhere', artist_name: 'Nobody', album_name: null }]);
    await run();
    await groupAllRecordings(database);
    const { items } = await listener.browser.json<{ items: TrackRow[] }>('/api/tracks');
    expect(items.map(({ plays, track }) => [plays, track.name, track.spotifyId])).toEqual([
      [1, tracks[8]?.name, tracks[8]?.id],
    ]);
    expect(await progress()).toMatchObject({ completed: 2, remaining: 0, unknown: 1 });
    simulator.resetRequests();
    await run();
    expect(simulator.listRequests()).toEqual([]);
    await pool.query('delete from plays');
  });

  test('under a quota it goes on for days and finishes, and no poll waits for it', async () => {
    const [total, quota] = profile === 'development' ? [240, 50] : [2_000, 10];
    const listener = await stage.connect([], 'history');
    await know(Array.from({ length: total }, (_, index) => index + 100));
    simulator.setQuota('tracks', quota);
    const left: number[] = [];
    for (let day = 0; day < 12 && left.at(-1) !== 0; day += 1) {
      const [goOnAt] = await Promise.all([run(), listener.poll()]);
      await listener.poll();
      expect((await listener.browser.json<Monitoring>('/api/monitoring')).lastError).toBeNull();
      const { remaining, expectedAt, pausedUntil } = await progress();
      left.push(remaining);
      if (remaining > 0) {
        expect(goOnAt?.toISOString()).toBe(pausedUntil);
        expect(Date.parse(expectedAt ?? '')).toBeGreaterThan(Date.now());
      } else {
        expect([goOnAt, expectedAt]).toEqual([undefined, null]);
      }
      expect(asked().filter(({ status }) => status !== 429).length).toBeLessThanOrEqual(quota * (day + 1));
      await jumpAhead(testDatabase, simulator, DAY_MS);
      // Not one after the other, which could meet.
      await pool.query('update enrichment_days set day = day - 1000');
      await pool.query('update enrichment_days set day = day + 999');
    }
    const perDay = profile === 'development' ? quota : quota * 50;
    expect(left).toHaveLength(Math.ceil((total + (profile === 'development' ? 1 : 0)) / perDay));
    expect(await progress()).toMatchObject({
      completed: total,
      remaining: 0,
      unknown: 0,
      perDay: expect.any(Number),
    });
  });

  test('a run that is stopped goes on where it was', async () => {
    await know([0, 1, 2, 3]);
    await pool.query("update enrichment set single_calls_for = 'simulated-client-id', refused_at = now()");
    const stop = new AbortController();
    simulator.addFault({ kind: 'timeout', delayMs: 50, times: 'forever', match: { path: '/v1/tracks' } });
    const running = run(stop.signal);
    await expect.poll(async () => (await progress()).completed).toBeGreaterThan(0);
    stop.abort();
    await running;
    const { completed } = await progress();
    simulator.clearFaults();
    simulator.resetRequests();
    await run();
    expect(asked()).toHaveLength(4 - completed);
    await pool.query('update enrichment set single_calls_for = null');
  });
});
