import type { FastifyBaseLogger } from 'fastify';
import type { PoolConfig } from 'pg';
import type { TSchema } from 'typebox';
import { deleteExpiredSessions } from '../accounts/sessions.queries.ts';
import { renewFigures } from '../accounts/renew-figures.ts';
import { withAnyAccessToken } from '../accounts/access-token.ts';
import { findSpotifyApp } from '../accounts/spotify-app.ts';
import { enrichCatalogue } from '../catalog/enrich-catalogue.ts';
import { ENRICHMENT, runEnrichment } from '../catalog/jobs.ts';
import { groupRecordings } from '../catalog/group-recordings.ts';
import type { Config } from '../config.ts';
import type { DatabasePool } from '../database/database.ts';
import { provenListenerId } from '../database/listener-id.ts';
import { failImport, runImportStage } from '../imports/jobs.ts';
import { giveUp, runStage } from '../imports/run-stage.ts';
import type { UploadDirectory } from '../imports/upload-directory.ts';
import { ofWork } from '../metrics.ts';
import { pollRecentlyPlayed, watchListeners } from '../monitoring/jobs.ts';
import { type PollContext, pollListener } from '../monitoring/poll-recently-played.ts';
import { countOwnShares, sweepMonitors } from '../monitoring/sweep-monitors.ts';
import { Turnstile } from '../monitoring/turnstile.ts';
import { watchShare } from '../monitoring/watch-share.ts';
import type { WatchClock } from '../monitoring/watch-clock.ts';
import { upsertWorkerReport } from '../monitoring/workers.queries.ts';
import { scanPlaylist } from '../playlists/jobs.ts';
import { runScan } from '../playlists/scan-playlist.ts';
import { sweepPlaylists } from '../playlists/sweep-playlists.ts';
import type { JobDefinition } from '../queue/job.ts';
import type { Queue } from '../queue/queue.ts';
import { countCalendars } from '../stats/count-calendar.queries.ts';
import {
  orderGlobalStatistics,
  refreshGlobalStatistics,
  runGlobalStatistics,
} from '../stats/global-statistics.ts';
import { computeGlobalStatistics } from '../stats/jobs.ts';

/** Every kind of background work. */
export const JOBS = [
  runImportStage,
  failImport,
  pollRecentlyPlayed,
  watchListeners,
  scanPlaylist,
  runEnrichment,
  computeGlobalStatistics,
] as readonly JobDefinition<TSchema>[];

export interface JobContext extends DatabasePool, Omit<PollContext, 'database'> {
  readonly connection: PoolConfig;
  readonly queue: Queue;
  readonly uploads: UploadDirectory;
  readonly log: FastifyBaseLogger;
  readonly sweepIntervalMs: number;
  readonly clock: WatchClock;
  readonly config: Pick<Config, 'timezone'>;
  readonly version: string;
}

/** How soon a worker notices that others have come or gone, or that there is more to watch. */
const SHARE_OUT_EVERY_MS = 5_000;
/** The pool has ten connections. */
const WRITING_LOOKS = 5;
const REPORT_EVERY_MS = 15_000;
const CLEAN_UP_EVERY_MS = 3_600_000;
/** How soon new and changed tracks are looked at, whoever has brought or changed them. */
const GROUP_EVERY_MS = 60_000;
/** How often it is looked whether the hour of the global statistics is over. */
const GLOBAL_EVERY_MS = 60_000;
/** Soon enough for a listener who is looking, and nothing to speak of where there is nothing to do. */
const FIGURES_EVERY_MS = 2_000;

/** Lets this process take jobs, and sweep for those that are due. Answers a function that ends the sweeping. */
export async function startJobs(context: JobContext): Promise<() => void> {
  const { queue, database } = context;
  await queue.work(pollRecentlyPlayed, ({ data }) => pollListener(context, provenListenerId(data.userId)));
  const watchContext = { ...context, writing: new Turnstile(WRITING_LOOKS) };
  const watching = await queue.work(watchListeners, ({ data, signal }) =>
    watchShare(watchContext, data.share, signal),
  );
  await queue.work(scanPlaylist, ({ data, signal }) => runScan(context, data.playlistId, signal));
  await queue.work(runEnrichment, ({ signal }) => enrich(context, signal));
  await queue.schedule(runEnrichment, {}, { ...ENRICHMENT, timezone: context.config.timezone });
  await queue.work(runImportStage, async ({ data: { userId, importId, stage } }) => {
    await runStage(context, provenListenerId(userId), importId, stage);
    if (stage !== 'analyse') await orderGlobalStatistics(queue);
  });
  await queue.work(failImport, ({ data }) => giveUp(context, provenListenerId(data.userId), data.importId));
  await queue.work(computeGlobalStatistics, ({ data }) => runGlobalStatistics(database, data.orderedAt));
  const countJobs = jobCounter(queue);
  const stops = [
    repeat(context, 'sweep monitors', context.sweepIntervalMs, () => sweepMonitors(database, queue)),
    repeat(context, 'sweep playlists', context.sweepIntervalMs, () => sweepPlaylists(database, queue)),
    repeat(context, 'share out the watching', SHARE_OUT_EVERY_MS, async () =>
      watching.resize(await countOwnShares(database, queue)),
    ),
    repeat(context, 'report', REPORT_EVERY_MS, async () =>
      upsertWorkerReport(database, {
        name: context.worker,
        version: context.version,
        jobsPerMinute: countJobs(),
        metrics: await ofWork.getMetricsAsJSON(),
      }),
    ),
    repeat(context, 'clean up', CLEAN_UP_EVERY_MS, async () => {
      await deleteExpiredSessions(database);
      await context.uploads.removeAbandoned();
    }),
    repeat(context, 'group recordings', GROUP_EVERY_MS, () => groupRecordings(database)),
    repeat(context, 'keep figures', FIGURES_EVERY_MS, async () => {
      await renewFigures(database);
      await countCalendars(database);
    }),
    repeat(context, 'refresh global statistics', GLOBAL_EVERY_MS, () =>
      refreshGlobalStatistics(database, queue),
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Completes the catalogue as far as Spotify allows, and orders what is left for when it allows more. */
async function enrich(context: JobContext, signal: AbortSignal): Promise<void> {
  const { database, seal, spotify, queue } = context;
  const app = await findSpotifyApp(database, seal, spotify);
  if (!app) return;
  const goOnAt = await enrichCatalogue(
    { ...context, appId: app.clientId, withToken: (call) => withAnyAccessToken(context, call) },
    signal,
  );
  if (goOnAt) await queue.sendAt(runEnrichment, {}, goOnAt);
}

/** Counts the jobs that this process has finished in the minute before each call. */
function jobCounter(queue: Queue): () => number {
  const counts: { at: number; jobs: number }[] = [{ at: performance.now(), jobs: 0 }];
  return () => {
    const at = performance.now();
    counts.push({ at, jobs: queue.finishedJobs });
    while (counts.length > 2 && at - (counts[1]?.at ?? at) >= 60_000) counts.shift();
    return queue.finishedJobs - (counts[0]?.jobs ?? 0);
  };
}

/** Runs at once and then at every interval, unless it is still running; a failure waits for the next time. */
function repeat({ log }: JobContext, name: string, intervalMs: number, run: () => Promise<void>): () => void {
  let running = false;
  let stopped = false;
  const tick = async () => {
    if (running) return;
    running = true;
    try {
      await run();
    } catch (error) {
      // What breaks off because everything is being closed is no news.
      if (!stopped) log.warn({ err: error }, `${name} failed`);
    } finally {
      running = false;
    }
  };
  void tick();
  const timer = setInterval(() => void tick(), intervalMs);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
