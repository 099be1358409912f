import { joinNearest, type Moment } from './nearest-pairs.ts';
import type { MatchKey } from './play-match.ts';
import { isReportedLong, isShort, isShortRow, type Matching, type Row, type Stored } from './matching.ts';

/** How far apart two sources may put the end of one play. */
const WINDOW_MS = 450_000;

/** The same for a row whose source has reported this play before: only its rounding may differ. */
export const SAME_SOURCE_MS = 2_000;

/** Beyond this length of a track, a start-like time is no longer followed to the track's end. */
const LONGEST_FOLLOWED_MS = 45 * 60_000;

/** So close to the reported end, a row needs no other reading of a watched play's time. */
const CLOSE_MS = 30_000;

/** Phase 2: the same recording ended at about the same time. */
export function matchWindow(matching: Matching): void {
  joinRecordings(matching, {
    reachMs: SAME_SOURCE_MS,
    moments: reportedEnd,
    takesRow: () => true,
    takesStored: (stored) => stored.play.reportedEndAt !== null,
  });
  const long = {
    takesRow: (row: Row) => !isShortRow(row),
    takesStored: (stored: Stored) => stored.play.reportedEndAt === null && !isShort(stored),
  };
  joinRecordings(matching, { ...long, reachMs: CLOSE_MS, moments: reportedEnd });
  joinRecordings(matching, { ...long, reachMs: WINDOW_MS, moments: momentsOf });
  joinRecordings(matching, {
    reachMs: WINDOW_MS,
    moments: momentsOf,
    takesRow: () => true,
    takesStored: (stored) => stored.play.reportedEndAt === null && isShort(stored),
  });
  joinRecordings(matching, {
    reachMs: WINDOW_MS,
    moments: reportedEnd,
    takesRow: ({ play }) => play.isEstimate,
    takesStored: isReportedLong,
  });
}

interface Pass {
  reachMs: number;
  moments: (stored: Stored) => Moment[];
  takesRow: (row: Row) => boolean;
  takesStored: (stored: Stored) => boolean;
}

function reportedEnd(stored: Stored): Moment[] {
  return [{ at: stored.endAt, stored }];
}

/**
 * The moments near which a stored play may have ended. A watched one may carry any time from its start on, so
 * the track's length is followed in steps that leave no gap between two windows.
 */
export function momentsOf(stored: Stored): Moment[] {
  const moments = reportedEnd(stored);
  const { watched, durationMs, reportedEndAt } = stored.play;
  if (!watched || reportedEndAt !== null || durationMs === null || durationMs <= 0) return moments;
  const lengthMs = Math.min(durationMs, LONGEST_FOLLOWED_MS);
  for (let step = 2 * WINDOW_MS; step < lengthMs; step += 2 * WINDOW_MS) {
    moments.push({ at: stored.endAt + step, stored });
  }
  moments.push({ at: stored.endAt + lengthMs, stored });
  return moments;
}

function joinRecordings(matching: Matching, pass: Pass): void {
  const recordings = new Map<MatchKey, { rows: Row[]; stored: Stored[] }>();
  for (const stored of matching.stored) {
    if (stored.partner || !pass.takesStored(stored)) continue;
    const recording = recordings.get(stored.play.recordingKey);
    if (recording) recording.stored.push(stored);
    else recordings.set(stored.play.recordingKey, { rows: [], stored: [stored] });
  }
  if (recordings.size === 0) return;
  for (const row of matching.rows) {
    if (!row.partner && pass.takesRow(row)) recordings.get(row.play.recordingKey)?.rows.push(row);
  }
  for (const { rows, stored } of recordings.values()) {
    if (rows.length === 0) continue;
    joinNearest(rows, stored.flatMap(pass.moments), pass.reachMs, (row, play) => {
      matching.join(row, play, 'window-duplicate');
    });
  }
}
