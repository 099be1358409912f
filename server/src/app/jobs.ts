import type { FastifyBaseLogger } from 'fastify';
import type { PoolConfig } from 'pg';
import type { TSchema } from 'typebox';
import { deleteExpiredSessions } from '../accounts/sessions.queries.ts';
import type { DatabasePool } from '../database/database.ts';
import { provenListenerId } from '../database/listener-id.ts';
import { failImport, runImportStage } from '../imports/jobs.ts';
import { giveUp, runStage } from '../imports/run-stage.ts';
import type { UploadDirectory } from '../imports/upload-directory.ts';
import { pollRecentlyPlayed } from '../monitoring/jobs.ts';
import { type PollContext, pollListener } from '../monitoring/poll-recently-played.ts';
import { sweepMonitors } from '../monitoring/sweep-monitors.ts';
import type { JobDefinition } from '../queue/job.ts';
import type { Queue } from '../queue/queue.ts';

/** Every kind of background work. */
export const JOBS = [runImportStage, failImport, pollRecentlyPlayed] as readonly JobDefinition<TSchema>[];

export interface JobContext extends DatabasePool, Omit<PollContext, 'database'> {
  readonly connection: PoolConfig;
  readonly queue: Queue;
  readonly uploads: UploadDirectory;
  readonly log: FastifyBaseLogger;
  readonly sweepIntervalMs: number;
}

const CLEAN_UP_EVERY_MS = 3_600_000;

/** Lets this process take jobs, and sweep for those that are due. Answers a function that ends the sweeping. */
export async function startJobs(context: JobContext): Promise<() => void> {
  const { queue, database } = context;
  await queue.work(pollRecentlyPlayed, ({ data }) => pollListener(context, provenListenerId(data.userId)));
  await queue.work(runImportStage, ({ data: { userId, importId, stage } }) =>
    runStage(context, provenListenerId(userId), importId, stage),
  );
  await queue.work(failImport, ({ data }) => giveUp(context, provenListenerId(data.userId), data.importId));
  const stopSweep = repeat(context, 'sweep monitors', context.sweepIntervalMs, () =>
    sweepMonitors(database, queue),
  );
  const stopCleaning = repeat(context, 'clean up', CLEAN_UP_EVERY_MS, async () => {
    await deleteExpiredSessions(database);
    await context.uploads.removeAbandoned();
  });
  return () => {
    stopSweep();
    stopCleaning();
  };
}

/** Runs at once and then at every interval, unless it is still running; a failure waits for the next time. */
function repeat({ log }: JobContext, name: string, intervalMs: number, run: () => Promise<void>): () => void {
  let running = false;
  const tick = async () => {
    if (running) return;
    running = true;
    try {
      await run();
    } catch (error) {
      log.warn({ err: error }, `${name} failed`);
    } finally {
      running = false;
    }
  };
  void tick();
  const timer = setInterval(() => void tick(), intervalMs);
  return () => clearInterval(timer);
}
