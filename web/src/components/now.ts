import { useSyncExternalStore } from 'react';

const stepMs = 15_000;

function followClock(onStep: () => void): () => void {
  const timer = setInterval(onStep, stepMs);
  return () => {
    clearInterval(timer);
  };
}

/** The time, in steps that are fine enough for what is told in minutes and days. */
export const useNow = (): number =>
  useSyncExternalStore(followClock, () => Math.floor(Date.now() / stepMs) * stepMs);
