import type { MatchKey } from './play-match.ts';
import { isShort, isShortRow, type Matching, type Row, type Stored } from './matching.ts';

/** Phase 1: the same track ended in the same second. */
export function matchExact(matching: Matching): void {
  const { rows, stored } = matching;
  let row = 0;
  let play = 0;
  while (row < rows.length && play < stored.length) {
    const second = secondAt(rows, row);
    const difference = second - secondAt(stored, play);
    if (difference < 0) row += 1;
    else if (difference > 0) play += 1;
    else {
      const rowEnd = endOfSecond(rows, row, second);
      const playEnd = endOfSecond(stored, play, second);
      joinSecond(matching, rows.slice(row, rowEnd), stored.slice(play, playEnd));
      row = rowEnd;
      play = playEnd;
    }
  }
}

function secondAt(plays: readonly { endAt: number }[], at: number): number {
  return Math.floor((plays[at]?.endAt ?? Number.NaN) / 1000);
}

function endOfSecond(plays: readonly { endAt: number }[], from: number, second: number): number {
  let end = from + 1;
  while (end < plays.length && secondAt(plays, end) === second) end += 1;
  return end;
}

function joinSecond(matching: Matching, rows: readonly Row[], stored: readonly Stored[]): void {
  const byTrack = Map.groupBy(stored, (candidate) => candidate.play.trackKey);
  const rowsByTrack = Map.groupBy(
    rows.filter((row) => byTrack.has(row.play.trackKey)),
    (row): MatchKey => row.play.trackKey,
  );
  for (const [track, trackRows] of rowsByTrack) joinTrack(matching, trackRows, byTrack.get(track) ?? []);
}

/** Rows that agree to the millisecond and in length come first, so that an import repeated meets itself. */
function joinTrack(matching: Matching, rows: readonly Row[], stored: readonly Stored[]): void {
  if (rows.length > 1 || stored.length > 1) {
    const twins = Map.groupBy(stored, twinKey);
    for (const row of rows) {
      const twin = twins.get(twinKey(row))?.pop();
      if (twin) matching.join(row, twin, 'exact-duplicate');
    }
  }
  const free = stored.filter((candidate) => !candidate.partner);
  const long = free.filter((candidate) => !isShort(candidate)).values();
  const short = free.filter(isShort).values();
  for (const row of rows) {
    if (row.partner) continue;
    // A play as long as Spotify's list demands cannot be a row of a few seconds, even if both end together.
    const next = isShortRow(row) ? short.next().value : (long.next().value ?? short.next().value);
    if (next) matching.join(row, next, 'exact-duplicate');
  }
}

function twinKey(entry: Row | Stored): string {
  return `${entry.endAt} ${entry.play.msPlayed}`;
}
