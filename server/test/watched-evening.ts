import type { Simulator } from '@analytics/simulator/simulator';
import { expect } from 'vitest';
import type { ScriptLine, WatchedListener } from './watched-listener.ts';

/** How far off the watcher may be. */
export const MOST_WRONG_MS = 6_000;
export const MINUTE_MS = 60_000;

interface PickedTrack {
  index: number;
  durationMs: number;
}

/** Tracks of some minutes for scripts, and the length of the first local file. */
export function pickTracks({ catalogue }: Simulator) {
  const [a, b, c] = catalogue.tracks
    .map(({ durationMs }, index): PickedTrack => ({ durationMs, index }))
    .filter(({ durationMs }) => durationMs > 150_000 && durationMs < 260_000);
  if (!a || !b || !c) throw new Error('the catalogue is too small');
  return { a, b, c, localMs: catalogue.localFiles[0]?.durationMs ?? 0 };
}

/** Lines that follow on one another, at once or after some ms. */
export function inTurn(
  ...lines: (Omit<ScriptLine, 'atMs' | 'msPlayed'> & { msPlayed: number; afterMs?: number })[]
): ScriptLine[] {
  let atMs = 0;
  return lines.map(({ afterMs = 0, ...line }) => {
    const begin = atMs + afterMs;
    atMs = begin + line.msPlayed + (line.pauseMs ?? 0);
    return { ...line, atMs: begin };
  });
}

export const whole = ({ index, durationMs }: PickedTrack) => ({ trackIndex: index, msPlayed: durationMs });
export const part = ({ index }: PickedTrack, msPlayed: number) => ({ trackIndex: index, msPlayed });

/** Holds the history against what was truly heard; our clock is ahead of Spotify's by `skewMs`. */
export async function expectHeard(listener: WatchedListener, skewMs = 0): Promise<void> {
  const plays = await listener.plays();
  const truth = listener.truth();
  expect(plays.map(({ track }) => track.spotifyId)).toEqual(truth.map(({ trackId }) => trackId));
  for (const [index, stream] of truth.entries()) {
    const play = plays[index];
    const endedAt = Date.parse(play?.playedAt ?? '') - skewMs;
    expect(Math.abs((play?.msPlayed ?? 0) - stream.msPlayed)).toBeLessThanOrEqual(MOST_WRONG_MS);
    expect(Math.abs(endedAt - stream.endAt)).toBeLessThanOrEqual(MOST_WRONG_MS);
    expect(play).toMatchObject({ source: 'currently-playing', msPlayedIsEstimate: false, counted: true });
  }
}
