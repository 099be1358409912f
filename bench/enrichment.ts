import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startSimulator } from '@analytics/simulator/simulator';
import { withAnyAccessToken } from '../server/src/accounts/access-token.ts';
import { createSeal } from '../server/src/accounts/seal.ts';
import { enrichCatalogue } from '../server/src/catalog/enrich-catalogue.ts';
import { getEnrichment } from '../server/src/catalog/enrichment.queries.ts';
import { insertNamedTracks } from '../server/src/catalog/insert-named-tracks.queries.ts';
import { loadConfig } from '../server/src/config.ts';
import { pollListener } from '../server/src/monitoring/poll-recently-played.ts';
import { createSpotifyClient } from '../server/src/spotify/client.ts';
import { Fleet, FLEET_SECRET_KEY } from '../server/test/fleet.ts';
import { jumpAhead } from '../server/test/month/jump-ahead.ts';
import { nameTracks } from '../server/test/named-tracks.ts';
import { settleListeners } from '../server/test/settled-listeners.ts';
import { grouped, quantile, seconds, table } from './figures.ts';

/**
 * How many simulated days the completion of tracks takes that exports have named, where Spotify allows so many calls a day and one
 * track a call, while listeners are polled in the same hours. Ends with an error when a poll failed, a day took more calls than
 * it has, or a track is left.
 *
 *     node bench/enrichment.ts --tracks 20000 --quota 500 --listeners 5
 */
const { values: flags } = parseArgs({
  options: {
    tracks: { type: 'string', default: '20000' },
    quota: { type: 'string', default: '500' },
    listeners: { type: 'string', default: '5' },
  },
});
const tracks = Number(flags.tracks);
const quota = Number(flags.quota);
const DAY_MS = 86_400_000;
const POLL_INTERVAL_MS = 20 * 60_000;
const POLLS_A_DAY = 4;
/** Between two rounds of polls while tracks are completed. */
const PAUSE_MS = 1_000;
/** The catalogue has some more tracks than that for an artist. */
const TRACKS_PER_ARTIST = 14;

const directory = await mkdtemp(join(tmpdir(), 'analytics-enrichment-'));
const simulator = await startSimulator({
  profile: 'development',
  speed: 0,
  artists: Math.ceil(tracks / TRACKS_PER_ARTIST),
  listeners: Array.from({ length: Number(flags.listeners) }, (_, index) => ({
    id: `listener-${index + 1}`,
    historyDays: 10,
  })),
});
const fleet = await Fleet.start(directory, simulator, { workers: 0 });
try {
  await measure();
} finally {
  await fleet.stop();
  await simulator.close();
  await rm(directory, { recursive: true });
}

async function measure(): Promise<void> {
  const { database, pool } = fleet.database;
  const seal = createSeal(FLEET_SECRET_KEY);
  const listeners = await settleListeners(database, seal, simulator, () => 'history');
  const context = {
    database,
    seal,
    spotify: loadConfig({
      SPOTIFY_CLIENT_ID: 'simulated-client-id',
      SPOTIFY_CLIENT_SECRET: 'simulated-client-secret',
      SPOTIFY_API_URL: simulator.apiUrl,
      SPOTIFY_ACCOUNTS_URL: simulator.accountsUrl,
    }).spotify,
    client: createSpotifyClient(database, simulator.apiUrl),
    worker: 'bench',
    pollIntervalMs: POLL_INTERVAL_MS,
  };
  await insertTracks();
  simulator.setQuota('tracks', quota);

  const pollAll = async (times: number[]) => {
    for (const { userId } of listeners) {
      const begunAt = performance.now();
      await pollListener(context, userId);
      times.push(performance.now() - begunAt);
    }
    // The next poll would clear what went wrong.
    const { rows } = await pool.query<{ error: string }>(
      'select last_error as error from monitors where last_error is not null limit 1',
    );
    if (rows[0]) throw new Error(`a poll failed: ${rows[0].error}`);
  };
  const complete = () =>
    enrichCatalogue(
      {
        ...context,
        appId: 'simulated-client-id',
        withToken: (call) => withAnyAccessToken(context, call),
        pauseMs: 0,
      },
      new AbortController().signal,
    );

  const polls = { beside: [] as number[], alone: [] as number[] };
  const begunAt = performance.now();
  let days = 0;
  let goOnAt: Date | undefined;
  do {
    simulator.resetRequests();
    const completing = complete();
    const isOver = completing.then(() => true);
    do {
      await pollAll(polls.beside);
    } while (!(await Promise.race([isOver, sleep(PAUSE_MS, false)])));
    goOnAt = await completing;
    days += 1;
    const answered = simulator.listRequests({ path: '/v1/tracks' }).filter(({ status }) => status !== 429);
    if (answered.length > quota) throw new Error(`day ${days} took ${answered.length} calls`);
    for (let poll = 0; poll < POLLS_A_DAY; poll += 1) {
      await jumpAhead(fleet.database, simulator, DAY_MS / POLLS_A_DAY);
      await pollAll(polls.alone);
    }
  } while (goOnAt);
  const { completed, remaining, unknown } = await getEnrichment(database);
  if (remaining + unknown > 0) throw new Error(`${remaining} tracks are left, and ${unknown} unknown`);
  console.log(
    table(
      ['tracks', 'calls a day', 'days', 'all of it took'],
      [[grouped(completed), grouped(quota), grouped(days), seconds(performance.now() - begunAt)]],
    ),
  );
  const lineOf = (name: string, times: readonly number[]) => [
    name,
    grouped(times.length),
    ...[0.5, 0.95, 0.99, 1].map((share) => `${Math.round(quantile(times, share))} ms`),
  ];
  console.log(
    table(
      ['polls', 'count', 'p50', 'p95', 'p99', 'most'],
      [lineOf('while tracks are completed', polls.beside), lineOf('without', polls.alone)],
    ),
  );
}

/** As an export does. */
async function insertTracks(): Promise<void> {
  const { tracks: known, artists } = simulator.catalogue;
  const named = known.slice(0, tracks).map(({ id, name, artistIndexes: [artist = 0] }) => ({
    spotifyId: id,
    trackName: name,
    artistName: artists[artist]?.name ?? null,
    albumName: null,
  }));
  if (named.length < tracks) throw new Error(`the catalogue has ${named.length} tracks only`);
  await fleet.database.database.transaction().execute((trx) => insertNamedTracks(trx, nameTracks(named)));
}
