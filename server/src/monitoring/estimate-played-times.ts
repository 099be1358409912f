/** `recently-played` lists nothing that ran for less. Source: Spotify's reference and observation. */
const SHORTEST_LISTED_MS = 30_000;

/**
 * How long each play of a poll ran, in ms: the time since the play before, at most the track's length, and at least what it
 * takes to be listed at all. `plays` ascend by their end; `previousEndAt` is the end of the play before them, if known.
 */
export function estimatePlayedTimes(
  plays: readonly { endAt: number; durationMs: number }[],
  previousEndAt: number | undefined,
): number[] {
  let before = previousEndAt ?? Number.NEGATIVE_INFINITY;
  return plays.map(({ endAt, durationMs }) => {
    const gap = endAt - before;
    before = endAt;
    return Math.min(durationMs, Math.max(gap, SHORTEST_LISTED_MS));
  });
}
