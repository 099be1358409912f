import { expect } from 'vitest';
import { nextLookMs } from '../src/monitoring/next-look.ts';
import {
  HEARD_FROM_MS,
  UNWATCHED,
  type WatchedTrack,
  type WatchState,
} from '../src/monitoring/watch-state.ts';
import { stepWatch } from '../src/monitoring/watch-step.ts';
import type { Deed, ScriptedPlayer, TruePlay } from './scripted-player.ts';

/** How far off the watcher may be. */
export const MOST_WRONG_MS = 6_000;

export const track = (key: string, durationMs = 200_000): WatchedTrack => ({ key, durationMs });

/** The deeds, short. */
export const play = (of: WatchedTrack): Deed => ({ does: 'play', track: of });
export const listen = (ms: number): Deed => ({ does: 'listen', ms });
export const pause = (ms: number): Deed => ({ does: 'pause', ms });
export const stop = (ms: number): Deed => ({ does: 'stop', ms });
export const seek = (toMs: number): Deed => ({ does: 'seek', toMs });
export const repeat: Deed = { does: 'repeat' };

/** Looks at a player until some time after its script is over, and answers the plays that would be in the history. */
export function watchScript(
  player: ScriptedPlayer,
  {
    jitterMs = () => 0,
    from = -1_000,
    missed,
  }: { jitterMs?: () => number; from?: number; missed?: [number, number] } = {},
): TruePlay[] {
  let state: WatchState = UNWATCHED;
  const plays: TruePlay[] = [];
  for (let at = from; at < player.now + 45 * 60_000; at += nextLookMs(state) + jitterMs()) {
    if (missed && at > missed[0] && at < missed[1]) at = missed[1];
    const step = stepWatch(state, player.look(at));
    state = step.state;
    for (const {
      track: { key },
      heardMs,
      endedAt,
    } of step.ended) {
      if (heardMs >= HEARD_FROM_MS) plays.push({ key, heardMs, endedAt });
    }
  }
  expect(state.open).toBeNull();
  return plays;
}

/** Holds what was seen against what was truly heard. */
export function expectTruth(player: ScriptedPlayer, seen: readonly TruePlay[]) {
  const truth = player.plays.filter(({ heardMs }) => heardMs >= HEARD_FROM_MS);
  expect(seen.map(({ key }) => key)).toEqual(truth.map(({ key }) => key));
  for (const [index, heard] of truth.entries()) {
    expect(Math.abs((seen[index]?.heardMs ?? 0) - heard.heardMs)).toBeLessThanOrEqual(MOST_WRONG_MS);
    expect(Math.abs((seen[index]?.endedAt ?? 0) - heard.endedAt)).toBeLessThanOrEqual(MOST_WRONG_MS);
  }
}
