import type { Kysely } from 'kysely';
import type { PoolConfig } from 'pg';
import { fromKysely, type Instance, PgBoss } from 'pg-boss';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Schema } from '../database/schema.ts';
import type { JobDefinition } from './job.ts';

/** A worker that has not been heard from for this long is dead, and its jobs are given to others. */
const HEARTBEAT_SECONDS = 15;
const MONITOR_SECONDS = 10;
/** A process counts as dead after three of these. */
const INSTANCE_HEARTBEAT_SECONDS = 10;
const STOP_TIMEOUT_MS = 5_000;
const KEEP_DONE_SECONDS = 3_600;
const POLICIES = {
  'one-per-key': 'exclusive',
  'one-at-a-time': 'singleton',
  'one-waits': 'stately',
} as const;
/** So many orders go into one statement. */
const PORTION_JOBS = 1_000;

export interface QueueLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface Work<T> {
  readonly data: T;
  /** Aborted when the work should come to its end: the process stops, or the job is no longer this process's. */
  readonly signal: AbortSignal;
}

/** This process's part in the work of one kind. */
export interface Working {
  /** Changes how many jobs are run at once; those that run come to their end. */
  resize(concurrency: number): Promise<void>;
}

/** Makes the background work of all processes go round; the only place that knows pg-boss. */
export class Queue {
  readonly #boss: PgBoss;
  readonly #log: QueueLog;
  readonly #stop = new AbortController();
  #finishedJobs = 0;

  constructor(connection: PoolConfig, options: { instanceName: string; log: QueueLog }) {
    const { connectionString, host, port, user, database } = connection;
    this.#log = options.log;
    this.#boss = new PgBoss({
      ...(connectionString === undefined
        ? ({ host, port, user, database } as { host: string })
        : { connectionString }),
      application_name: 'analytics-for-spotify queue',
      max: 5,
      useListenNotify: true,
      monitorIntervalSeconds: MONITOR_SECONDS,
      superviseIntervalSeconds: MONITOR_SECONDS,
      instanceName: options.instanceName,
      instanceHeartbeatSeconds: INSTANCE_HEARTBEAT_SECONDS,
    });
    this.#boss.on('error', (error) => {
      // Connections that break while everything is being closed are no news.
      if (!this.#stop.signal.aborted) this.#log.error({ err: error }, 'the queue has trouble');
    });
    this.#boss.on('warning', (warning) => this.#log.warn({ warning }, 'the queue warns'));
  }

  /** Installs the queue's tables and makes every kind of job known. */
  async start(definitions: readonly JobDefinition<TSchema>[]): Promise<void> {
    await this.#boss.start();
    // A job names the one that follows when it is given up, so that one has to exist first.
    const ordered = [...definitions].sort(
      (a, b) => Number(a.whenGivenUp !== undefined) - Number(b.whenGivenUp !== undefined),
    );
    for (const definition of ordered) {
      const options = {
        retryLimit: definition.retries,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 60,
        expireInSeconds: definition.longestSeconds,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        deleteAfterSeconds: KEEP_DONE_SECONDS,
        notify: true,
        ...(definition.whenGivenUp !== undefined && { deadLetter: definition.whenGivenUp }),
      };
      await this.#boss.createQueue(definition.name, { policy: POLICIES[definition.policy], ...options });
      await this.#boss.updateQueue(definition.name, options);
    }
  }

  /**
   * Hands the jobs of dead processes out again at once. Only for a process that knows itself to be the only one; others
   * leave it to the heartbeat.
   */
  async releaseAll(definitions: readonly JobDefinition<TSchema>[]): Promise<void> {
    for (const { name } of definitions) {
      let after: string | undefined;
      do {
        const jobs = await this.#boss.findJobs(name, after === undefined ? {} : { after });
        const active = jobs.filter((job) => job.state === 'active').map((job) => job.id);
        if (active.length > 0) await this.#boss.fail(name, active);
        after = jobs.at(-1)?.id;
      } while (after !== undefined);
    }
  }

  /** Orders a job, in the transaction of the caller when one is given; false when the key already has its one job. */
  async send<S extends TSchema>(
    definition: JobDefinition<S>,
    data: Static<S>,
    transaction?: Kysely<Schema>,
  ): Promise<boolean> {
    const id = await this.#boss.send(definition.name, data as object, {
      singletonKey: definition.key(data),
      ...(transaction && { db: fromKysely(transaction) }),
    });
    return id !== null;
  }

  /** Orders a job that nobody takes before that instant; false when the key already has its one job. */
  async sendAt<S extends TSchema>(definition: JobDefinition<S>, data: Static<S>, at: Date): Promise<boolean> {
    const options = { singletonKey: definition.key(data), startAfter: at };
    return (await this.#boss.send(definition.name, data as object, options)) !== null;
  }

  /** Orders a job whenever the cron expression says so, by that zone's clock; once for all times when no process ran. */
  async schedule<S extends TSchema>(
    definition: JobDefinition<S>,
    data: Static<S>,
    { cron, timezone }: { cron: string; timezone: string },
  ): Promise<void> {
    const options = { tz: timezone, missed: 'once', singletonKey: definition.key(data) } as const;
    await this.#boss.schedule(definition.name, cron, data, options);
  }

  /** Orders many jobs at once, leaving out those whose key already has its job. */
  async sendAll<S extends TSchema>(
    definition: JobDefinition<S>,
    orders: readonly Static<S>[],
  ): Promise<void> {
    for (let from = 0; from < orders.length; from += PORTION_JOBS) {
      const portion = orders.slice(from, from + PORTION_JOBS);
      await this.#boss.insert(
        definition.name,
        portion.map((data) => ({ data: data as object, singletonKey: definition.key(data) })),
      );
    }
  }

  /** Takes jobs of this kind and runs them, until the queue stops. */
  async work<S extends TSchema>(
    definition: JobDefinition<S>,
    run: (work: Work<Static<S>>) => Promise<void>,
  ): Promise<Working> {
    const workers: string[] = [];
    const startWorker = async () => {
      let worker = '';
      worker = await this.#boss.work(
        definition.name,
        { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 },
        async ([job]) => {
          if (!job) return;
          try {
            const signal = AbortSignal.any([this.#stop.signal, job.signal]);
            await run({ data: Value.Parse(definition.data, job.data), signal });
          } catch (error) {
            this.#log.warn({ err: error, job: definition.name, data: job.data }, 'job failed');
            throw error;
          } finally {
            this.#finishedJobs += 1;
            // The next job of the key could not be taken while this one ran, and nobody tells of it a second time.
            this.#boss.notifyWorker(worker);
          }
        },
      );
      workers.push(worker);
    };
    const resize = async (concurrency: number) => {
      for (const id of workers.splice(concurrency)) {
        await this.#boss.offWork(definition.name, { id, wait: false });
      }
      while (workers.length < concurrency && !this.#stop.signal.aborted) await startWorker();
    };
    await resize(definition.concurrency);
    return { resize };
  }

  /** How many jobs this process has run since it started. */
  get finishedJobs(): number {
    return this.#finishedJobs;
  }

  /** How many living processes take jobs of this kind. */
  async countWorkers(definition: JobDefinition<TSchema>): Promise<number> {
    const instances = await this.#boss.getInstances();
    return instances.filter(
      ({ live, workers }) => live && workers.some(({ queue }) => queue === definition.name),
    ).length;
  }

  /** Every process that takes part, the newest last; `live` is false when it has gone quiet. */
  async listInstances(): Promise<Instance[]> {
    return this.#boss.getInstances();
  }

  /** How many jobs of each kind wait, run and have failed lately. */
  async listQueues(): Promise<{ name: string; queued: number; active: number; failed: number }[]> {
    const queues = await this.#boss.getQueues();
    return queues.map(({ name, queuedCount, activeCount, failedCount }) => ({
      name,
      queued: queuedCount,
      active: activeCount,
      failed: failedCount,
    }));
  }

  /** Lets running jobs finish; those that take too long are handed back and run again elsewhere. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS, close: true });
  }
}
