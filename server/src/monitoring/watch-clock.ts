import { setTimeout as sleep } from 'node:timers/promises';

/** A clock as the demo's and the tests' is: ms per real ms, 0 while it stands still and is set ahead by hand. */
export interface ClockSource {
  now(): number;
  readonly speed: number;
}

/** The clock that watching goes by. */
export interface WatchClock {
  now(): number;
  /** Comes back when it is so late, or at the signal. */
  waitUntil(instant: number, signal: AbortSignal): Promise<void>;
}

/** How often a clock that stands still is asked. */
const ASK_MS = 50;
/** A clock may change its speed meanwhile. */
const LONGEST_WAIT_MS = 60_000;

export const REAL_TIME: ClockSource = { now: () => Date.now(), speed: 1 };

/** Goes by a clock, at whatever speed that runs. */
export function followClock(source: ClockSource): WatchClock {
  return {
    now: () => source.now(),
    async waitUntil(instant, signal) {
      while (!signal.aborted) {
        const missingMs = instant - source.now();
        if (missingMs <= 0) return;
        const realMs = source.speed > 0 ? Math.min(missingMs / source.speed, LONGEST_WAIT_MS) : ASK_MS;
        await sleep(Math.ceil(realMs), undefined, { signal }).catch(() => {});
      }
    },
  };
}
