import { findRepeats, finishRepeats } from './watch-repeats.ts';
import type { EndedPlay, Look, OpenPlay, WatchState, WatchStep } from './watch-state.ts';

/** After a longer pause, what goes on is another play. */
const LONGEST_PAUSE_MS = 30 * 60_000;

/** What progress may differ by from what the time that passed makes of it: answers take time, players stutter. */
const TOLERANCE_MS = 3_000;

const LONGEST_CLOSE_MS = 10_000;

/** What was not seen to be heard does not make a play count by itself. */
const LONGEST_UNSEEN_MS = 25_000;

/** What happened between two looks: the plays that ended, and the one that is open now. */
interface Passage {
  readonly ended: readonly EndedPlay[];
  readonly open: OpenPlay | null;
}

/**
 * What one look makes of what is known of a listener. Believed are our own clock and how far a track is, nothing else: the time
 * stamps that Spotify sends stand still or come from another clock. Time heard is never more than the time that passed, so
 * that a jump within a track adds nothing. Pure.
 */
export function stepWatch(state: WatchState, look: Look): WatchStep {
  const passedMs = state.lookedAt === null ? null : Math.max(0, look.at - state.lookedAt);
  const { ended, open } = pass(state.open, look, passedMs);
  const isNews = ended.length > 0 || isOther(state.open, open, passedMs ?? 0);
  const quietSince = isNews || state.quietSince === null ? look.at : state.quietSince;
  return {
    state: { lookedAt: look.at, quietSince: look.isPlaying ? null : quietSince, open },
    ended,
    isPaused: ended.length === 0 && state.open?.isPlaying === true && open?.isPlaying === false,
    isNews,
  };
}

function pass(open: OpenPlay | null, look: Look, passedMs: number | null): Passage {
  if (!open || passedMs === null) return { ended: [], open: begin(look, passedMs, false) };
  if (!open.isPlaying && look.at - open.heardUntil > LONGEST_PAUSE_MS) {
    return { ended: [end(open)], open: begin(look, passedMs, false) };
  }
  if (look.track?.key === open.track.key) return goOn(open, look, passedMs);
  return look.progressMs === null ? goSilent(open, look, passedMs) : changeOver(open, look, passedMs);
}

function isOther(before: OpenPlay | null, after: OpenPlay | null, passedMs: number): boolean {
  if (!before || !after) return before !== after;
  const jumpMs = after.progressMs - before.progressMs - (before.isPlaying ? passedMs : 0);
  return (
    before.track.key !== after.track.key ||
    before.isPlaying !== after.isPlaying ||
    before.isGone !== after.isGone ||
    (after.isPlaying && Math.abs(jumpMs) > TOLERANCE_MS)
  );
}

function goOn(open: OpenPlay, look: Look, passedMs: number): Passage {
  const progressMs = look.progressMs ?? open.progressMs;
  const { isPlaying } = look;
  // What was paused may have gone on to its end and anew, if there was hardly time for anything else.
  if (open.isPlaying || passedMs <= LONGEST_CLOSE_MS) {
    const repeats = findRepeats(open, { ...look, progressMs }, passedMs);
    if (repeats > 0) return finishRepeats(open, { ...look, progressMs }, passedMs, repeats);
  }
  const movedMs = progressMs - open.progressMs;
  if (open.isPlaying && passedMs - movedMs > LONGEST_PAUSE_MS) return changeOver(open, look, passedMs);
  const isContinuous = movedMs >= -TOLERANCE_MS && movedMs <= passedMs + TOLERANCE_MS;
  if (open.isGone && !isContinuous) return { ended: [end(open)], open: begin(look, passedMs, false) };
  const addedMs = isContinuous
    ? heardOnTheWay(open.isPlaying && isPlaying, movedMs, passedMs)
    : heardAroundJump(open, look, passedMs);
  const heardUntil = isPlaying ? look.at : addedMs > 0 ? look.at - passedMs + addedMs : open.heardUntil;
  const heardMs = open.heardMs + addedMs;
  return { ended: [], open: { ...open, progressMs, isPlaying, isGone: false, heardMs, heardUntil } };
}

/** How long it was heard while it moved on by so much, which may hide a pause. */
function heardOnTheWay(isPlaying: boolean, movedMs: number, passedMs: number): number {
  const heardMs = between(0, movedMs, passedMs);
  // A short jump back looks the same as a short pause, so between two looks that follow closely it is half of each.
  const mayHideJump = isPlaying && passedMs <= LONGEST_CLOSE_MS && passedMs - movedMs > TOLERANCE_MS;
  return mayHideJump ? (heardMs + passedMs) / 2 : heardMs;
}

/** How long it was heard between two looks between which somebody jumped to another place of the track. */
function heardAroundJump(open: OpenPlay, look: Look, passedMs: number): number {
  if (open.isPlaying) return look.isPlaying ? passedMs : passedMs / 2;
  return look.isPlaying ? Math.min(look.progressMs ?? 0, passedMs / 2) : 0;
}

/** Nothing plays any more: the track has come to its end, or it may yet go on where it stopped. */
function goSilent(open: OpenPlay, look: Look, passedMs: number): Passage {
  if (!open.isPlaying) return { ended: [], open: { ...open, isGone: true } };
  const remainingMs = remaining(open);
  if (isOver(open, passedMs)) {
    return {
      ended: [end(open, 'finished', look.at - passedMs, Math.min(remainingMs, passedMs))],
      open: null,
    };
  }
  const addedMs = passedMs / 2;
  return {
    ended: [],
    open: {
      ...open,
      progressMs: open.progressMs + addedMs,
      isPlaying: false,
      isGone: true,
      heardMs: open.heardMs + addedMs,
      heardUntil: look.at - addedMs,
    },
  };
}

/** Something else plays: what played before ended when that began. */
function changeOver(open: OpenPlay, look: Look, passedMs: number): Passage {
  const progressMs = look.progressMs ?? 0;
  const next = begin(look, passedMs, open.isPlaying);
  if (!open.isPlaying) return { ended: [end(open)], open: next };
  const beganWithin = progressMs <= passedMs + TOLERANCE_MS;
  const untilChangeMs = beganWithin ? Math.max(0, passedMs - progressMs) : passedMs / 2;
  const outcome = isOver(open, untilChangeMs) ? 'finished' : look.track ? 'skipped' : 'paused';
  const addedMs = Math.min(untilChangeMs, remaining(open));
  return { ended: [end(open, outcome, look.at - passedMs, addedMs)], open: next };
}

/** A play that is seen for the first time. `afterAnother`: something else played when it was looked before. */
function begin(look: Look, passedMs: number | null, afterAnother: boolean): OpenPlay | null {
  if (!look.track) return null;
  const progressMs = look.progressMs ?? 0;
  const heardMs = heardBeforeSeen(look.isPlaying, progressMs, passedMs, afterAnother);
  return {
    track: look.track,
    progressMs,
    isPlaying: look.isPlaying,
    isGone: false,
    heardMs,
    heardUntil: look.at,
    playId: null,
  };
}

function heardBeforeSeen(
  isPlaying: boolean,
  progressMs: number,
  passedMs: number | null,
  afterAnother: boolean,
): number {
  if (passedMs === null) return isPlaying ? progressMs : 0;
  const beganWithin = progressMs <= passedMs + TOLERANCE_MS;
  const heardMs = Math.min(progressMs, passedMs);
  if (beganWithin && (isPlaying || afterAnother)) return heardMs;
  // What is paused when it is first seen may have been paused for days, unless it followed on something.
  const likelyMs = beganWithin ? heardMs : isPlaying ? passedMs / 2 : 0;
  return Math.min(likelyMs, LONGEST_UNSEEN_MS);
}

/** The end of a play that was heard for some more ms after the look before; without them, it ended where it was paused. */
function end(
  { track, heardMs, heardUntil, playId }: OpenPlay,
  outcome: EndedPlay['outcome'] = 'paused',
  lookedAt = heardUntil,
  addedMs = 0,
): EndedPlay {
  return { track, heardMs: heardMs + addedMs, endedAt: lookedAt + addedMs, outcome, playId };
}

const remaining = ({ track, progressMs }: OpenPlay) =>
  track.durationMs > 0 ? Math.max(0, track.durationMs - progressMs) : Number.POSITIVE_INFINITY;

/** Whether the track comes to its end within this time. */
const isOver = (open: OpenPlay, withinMs: number) => remaining(open) <= withinMs + TOLERANCE_MS / 2;

const between = (low: number, value: number, high: number) => Math.min(Math.max(low, value), high);
