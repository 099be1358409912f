import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@analytics/simulator/random';
import type { Fleet, FleetProcess } from '../fleet.ts';

/** Something that goes wrong with the machines that the product runs on. */
export interface FleetTrouble {
  readonly name: string;
  /** Whether it goes on until some time after the next jump of the clock. */
  readonly outlastsRound?: boolean;
  /** Lets it happen, and repairs what does not repair itself; `nextJump` settles when the clock has jumped ahead. */
  readonly strike: (fleet: Fleet, random: Random, nextJump: Promise<void>) => Promise<void>;
}

/** Longer than a worker may be silent before its jobs are given to others. */
const LONG_STALL_MS = 32_000;

const anyWorker = (fleet: Fleet, random: Random) =>
  random.pick(fleet.workers.filter((worker) => worker.isRunning && !worker.isStalled));

async function stall(worker: FleetProcess, until: () => Promise<unknown>): Promise<void> {
  worker.stall();
  await until();
  worker.resume();
}

/** Every kind, the commonest first. */
export const FLEET_TROUBLES: readonly FleetTrouble[] = [
  {
    name: 'a worker killed hard',
    strike: async (fleet, random) => {
      const worker = anyWorker(fleet, random);
      await worker.kill();
      await worker.start();
    },
  },
  {
    name: 'the database killed hard',
    strike: (fleet) => fleet.restartDatabase('SIGKILL'),
  },
  {
    name: 'a worker that stalls until after the next polls',
    outlastsRound: true,
    strike: (fleet, random, nextJump) =>
      stall(anyWorker(fleet, random), async () => {
        await nextJump;
        await sleep(random.between(0, 2_000));
      }),
  },
  {
    name: 'the database restarted',
    strike: (fleet) => fleet.restartDatabase('SIGINT'),
  },
  {
    name: 'a worker that stalls for 3 s',
    strike: (fleet, random) => stall(anyWorker(fleet, random), () => sleep(3_000)),
  },
  {
    name: 'the database away for 12 s',
    strike: (fleet) => fleet.takeDatabaseAway(12_000),
  },
  {
    name: 'a worker that stalls for 32 s',
    strike: (fleet, random) => stall(anyWorker(fleet, random), () => sleep(LONG_STALL_MS)),
  },
];
