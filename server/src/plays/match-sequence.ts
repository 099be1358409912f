import { joinNearest, type Moment } from './nearest-pairs.ts';
import type { IncomingPlay } from './play-match.ts';
import { isReportedLong, isShort, isShortRow, type Matching, type Row, type Stored } from './matching.ts';
import { momentsOf, SAME_SOURCE_MS } from './match-window.ts';

/** How far apart two sources may put the end of a play that they know under different ids. */
const SEQUENCE_MS = 900_000;

/** Durations that differ by no more than this count as one recording's. */
const DURATION_TOLERANCE_MS = 3_000;

/** Between neighbours this close, a duration alone may identify a play. */
const CLOSE_NEIGHBOURS_MS = 3_600_000;

/** In a gap with more free plays than this, a duration alone says nothing. */
const CROWD = 8;

interface Gap {
  rows: Row[];
  moments: Moment[];
}

/** Phase 3: between the same matched neighbours, another id but the same names, or failing names the same length. */
export function matchSequence(matching: Matching): void {
  const free = matching.stored.filter((stored) => !stored.partner);
  if (free.length === 0) return;
  const neighbours = matchedNeighbours(matching);
  const join = (row: Row, stored: Stored): void => matching.join(row, stored, 'sequence-duplicate');
  const joinByName = (reachMs: number, rows: Row[], plays: Stored[]): void => {
    for (const gap of gapsByName(rows, plays, neighbours)) joinNearest(gap.rows, gap.moments, reachMs, join);
  };
  const rows = matching.rows.filter((row) => !row.partner);
  const open = free.filter((stored) => stored.play.reportedEndAt === null);
  const reported = free.filter((stored) => stored.play.reportedEndAt !== null);
  const longRows = rows.filter((row) => !isShortRow(row));
  const longPlays = open.filter((stored) => !isShort(stored));
  joinByName(SAME_SOURCE_MS, rows, reported);
  joinByName(SEQUENCE_MS, longRows, longPlays);
  joinByName(SEQUENCE_MS, rows, open.filter(isShort));
  const estimates = rows.filter(({ play }) => play.isEstimate);
  if (estimates.length > 0) joinByName(SEQUENCE_MS, estimates, reported.filter(isReportedLong));
  joinByDuration(longRows, longPlays, neighbours, join);
}

/**
 * The pairs that a sequence is read from, in order: pairs that cross an other prove nothing about the order. A play
 * that only this source has reported is no landmark either, so that importing again finds the same landmarks.
 */
function matchedNeighbours(matching: Matching): Row[] {
  const place = new Map(matching.stored.map((stored, at) => [stored, at]));
  const placeOf = (row: Row): number => (row.partner ? (place.get(row.partner) ?? -1) : -1);
  const pairs = matching.rows.filter((row) => row.partner && row.partner.play.reportedEndAt === null);
  const lowestAfter = new Map<Row, number>();
  let lowest = Number.POSITIVE_INFINITY;
  for (const row of pairs.toReversed()) {
    lowestAfter.set(row, lowest);
    lowest = Math.min(lowest, placeOf(row));
  }
  let highest = -1;
  return pairs.filter((row) => {
    const at = placeOf(row);
    const isInOrder = at > highest && at < (lowestAfter.get(row) ?? at);
    highest = Math.max(highest, at);
    return isInOrder;
  });
}

/** Rows and moments that stand in the same gap between neighbours and carry the same names. */
function gapsByName(
  rows: readonly Row[],
  plays: readonly Stored[],
  neighbours: readonly Row[],
): Iterable<Gap> {
  const gaps = new Map<string, Gap>();
  const moments = plays.flatMap(momentsOf).sort((a, b) => a.at - b.at);
  eachWithGap(moments, neighbours.map(partnerEnd), (moment, gap) => {
    const names = namesOf(moment.stored.play);
    if (names === null) return;
    const key = `${gap} ${names}`;
    const known = gaps.get(key);
    if (known) known.moments.push(moment);
    else gaps.set(key, { rows: [], moments: [moment] });
  });
  if (gaps.size === 0) return [];
  eachWithGap(rows, neighbours.map(rowEnd), (row, gap) => {
    const names = row.partner ? null : namesOf(row.play);
    if (names !== null) gaps.get(`${gap} ${names}`)?.rows.push(row);
  });
  return gaps.values();
}

/** Plays without names: told by their length, in a gap between two close neighbours that is not crowded. */
function joinByDuration(
  rows: readonly Row[],
  plays: readonly Stored[],
  neighbours: readonly Row[],
  join: (row: Row, stored: Stored) => void,
): void {
  const free = rows.filter((row) => !row.partner);
  const gaps = new Map<number, Row[]>();
  eachWithGap(free, neighbours.map(rowEnd), (row, gap) => {
    if (!isBetweenClose(neighbours[gap - 1], neighbours[gap])) return;
    const known = gaps.get(gap);
    if (known) known.push(row);
    else gaps.set(gap, [row]);
  });
  eachWithGap(plays, neighbours.map(partnerEnd), (stored, gap) => {
    const near = gaps.get(gap) ?? [];
    if (stored.partner || near.length === 0 || near.length > CROWD) return;
    const alike = near.filter((row) => !row.partner && agreeInDuration(row.play, stored.play));
    joinNearest(alike, momentsOf(stored), SEQUENCE_MS, join);
  });
}

function rowEnd(row: Row): number {
  return row.endAt;
}

function partnerEnd(row: Row): number {
  return row.partner?.endAt ?? Number.NaN;
}

/** Walks ascending entries together with the ascending ends of the neighbours: the gap is how many ended before. */
function eachWithGap<E extends { at: number } | { endAt: number }>(
  entries: readonly E[],
  neighbourEnds: readonly number[],
  visit: (entry: E, gap: number) => void,
): void {
  let gap = 0;
  for (const entry of entries) {
    const at = 'at' in entry ? entry.at : entry.endAt;
    while ((neighbourEnds[gap] ?? Number.POSITIVE_INFINITY) < at) gap += 1;
    visit(entry, gap);
  }
}

function namesOf(play: IncomingPlay): string | null {
  return play.title === null || play.artist === null ? null : `${play.title}\n${play.artist}`;
}

function agreeInDuration(a: IncomingPlay, b: IncomingPlay): boolean {
  if (namesOf(a) !== null && namesOf(b) !== null) return false;
  if (a.durationMs === null || b.durationMs === null) return false;
  return Math.abs(a.durationMs - b.durationMs) <= DURATION_TOLERANCE_MS;
}

function isBetweenClose(before: Row | undefined, after: Row | undefined): boolean {
  if (!before || !after) return false;
  return after.endAt - before.endAt <= CLOSE_NEIGHBOURS_MS;
}
