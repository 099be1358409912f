import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '@analytics/simulator/random';
import type { Simulator } from '@analytics/simulator/simulator';
import { sweepMonitors } from '../../src/monitoring/sweep-monitors.ts';
import type { Queue } from '../../src/queue/queue.ts';
import type { Fleet } from '../fleet.ts';
import type { SettledListener } from '../settled-listeners.ts';
import type { FleetTrouble } from './fleet-troubles.ts';
import { jumpAhead } from './jump-ahead.ts';
import { PollLog } from './poll-log.ts';
import { TroublePlan } from './trouble-plan.ts';

const HOUR_MS = 3_600_000;
const CALM_HOURS = 8;
/** Whoever is not polled by then has been forgotten. How long it takes is for `bench/month.ts` to say. */
const LONGEST_ROUND_MS = 300_000;
const SWEEP_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 30;

/** Those who take part. */
export interface MonthCast {
  readonly simulator: Simulator;
  readonly fleet: Fleet;
  readonly queue: Queue;
  readonly listeners: readonly SettledListener[];
}

/** How a round of polls went. */
export interface Round {
  readonly at: number;
  readonly tookMs: number;
  readonly trouble: string | undefined;
  readonly isUnfinished: boolean;
}

/** A month that passes in rounds of polls. */
export class Month {
  readonly cast: MonthCast;
  readonly log = new PollLog();
  readonly rounds: Round[] = [];
  readonly plan: TroublePlan;
  readonly #stepMs: number;
  readonly #say: (line: string) => void;
  readonly #random: Random;
  #usualRoundMs = 1_000;

  constructor(
    cast: MonthCast,
    options: {
      days: number;
      stepMs: number;
      fleetTroubles: number;
      seed: number;
      log: (line: string) => void;
    },
  ) {
    this.cast = cast;
    this.#stepMs = options.stepMs;
    this.#say = options.log;
    this.#random = new Random(options.seed);
    const perDay = (24 * HOUR_MS) / options.stepMs;
    const rounds = {
      all: Math.round(options.days * perDay),
      calm: (CALM_HOURS * HOUR_MS) / options.stepMs,
      perDay,
    };
    this.plan = new TroublePlan(this.#random, rounds, options.fleetTroubles);
    this.roundCount = rounds.all;
  }

  /** Rounds that there will be. */
  readonly roundCount: number;

  async run(): Promise<void> {
    const { simulator, fleet } = this.cast;
    let jump = Promise.withResolvers<void>();
    let outlasting: Promise<void> | undefined;
    for (let round = 0; round < this.roundCount; round += 1) {
      if (round > 0) await jumpAhead(fleet.database, simulator, this.#stepMs);
      jump.resolve();
      jump = Promise.withResolvers();
      const trouble = this.plan.turn(round, simulator);
      const roundBeganAt = Date.now();
      const struck = trouble && this.#strike(trouble, jump.promise);
      await this.#pollEveryone(trouble?.name);
      if (outlasting) {
        await outlasting;
        this.log.doubt({ fromAt: roundBeganAt, toAt: Date.now() });
      }
      outlasting = trouble?.outlastsRound ? struck : undefined;
      if (!outlasting) await struck;
      // Once nobody is due any more, all answers have been recorded, of those that were not lost.
      if (struck) this.log.doubt({ fromAt: roundBeganAt, toAt: Date.now() });
      this.log.take(simulator);
      if (round % 100 === 99)
        this.#say(`round ${round + 1} of ${this.roundCount}: ${this.log.polls.length} polls`);
    }
  }

  async #strike(trouble: FleetTrouble, nextJump: Promise<void>): Promise<void> {
    await sleep(this.#random.between(0, Math.ceil(this.#usualRoundMs)));
    await trouble.strike(this.cast.fleet, this.#random, nextJump);
  }

  /** Waits until nobody is due any more; the product's own sweep, which comes once a minute, is made to come at once. */
  async #pollEveryone(trouble: string | undefined): Promise<void> {
    const { simulator, fleet, queue } = this.cast;
    const at = simulator.clock.now();
    const begunAt = performance.now();
    const tookMs = () => performance.now() - begunAt;
    let sweptAt = Number.NEGATIVE_INFINITY;
    let due = Number.POSITIVE_INFINITY;
    while (due > 0 && tookMs() < LONGEST_ROUND_MS) {
      try {
        if (tookMs() - sweptAt > SWEEP_EVERY_MS) {
          sweptAt = tookMs();
          await sweepMonitors(fleet.database.database, queue);
        }
        due = await this.#countDue();
      } catch (error) {
        // Only the database can fail here, and it comes back.
        if (trouble === undefined) throw error;
      }
      if (due > 0) await sleep(LOOK_EVERY_MS);
    }
    this.rounds.push({ at, tookMs: tookMs(), trouble, isUnfinished: due > 0 });
    if (trouble === undefined) this.#usualRoundMs = tookMs();
  }

  async #countDue(): Promise<number> {
    const { rows } = await this.cast.fleet.database.pool.query<{ due: number }>(
      `select count(*) as due from monitors where enabled and mode <> 'realtime' and next_poll_at <= now()`,
    );
    return rows[0]?.due ?? 0;
  }
}
