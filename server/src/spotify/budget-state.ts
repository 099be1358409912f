import type { SpotifyBudget } from '@analytics/contract/status';
import type { Priority } from './endpoint-family.ts';

/** Spotify counts an app's calls over a rolling window of this length. Source: Spotify's page on rate limits. */
export const WINDOW_MS = 30_000;
/** For so long a process may use what it was granted. */
export const LEASE_MS = 1_000;

/** So few calls in a window are not refused for their number, whatever Spotify says; a household needs no more. */
const SMALLEST_CAPACITY = 50;
/** So much of the capacity may be used at a stroke: a small instance wants some calls at once, a large one an even flow. */
const BURST_SHARE = 0.1;
const SMALL_BURST = 50;
const LARGEST_BURST_SHARE = 0.25;
/** Looks at what is playing pace themselves to this share, so that polls and the rest always get on. */
const NOW_PLAYING_SHARE = 0.9;
/** Twice the time in which whoever plays something is looked at once, at full pace. */
const PACE_MS = 10_000;
const SLOWEST_PACE = 500;
/** What is left of a capacity after a refusal. */
const AFTER_REFUSAL = 0.7;
/** How much of the bucket has to be left after a call, as a share of what it holds. */
const RESERVES: Record<Priority, number> = {
  'sign-in': Number.NEGATIVE_INFINITY,
  'now-playing': 0,
  history: 0.1,
  playlists: 0.3,
  enrichment: 0.5,
};

/** The budget of calls to Spotify at one moment; instants and durations in ms. */
export interface BudgetState {
  /** Calls that may be made in any window. */
  readonly capacity: number;
  /** Calls that may be made at once; sign-ins may take it below zero. */
  readonly tokens: number;
  readonly refilledAt: number;
  readonly windowStartedAt: number;
  /** Calls made in this window, and in the one before. */
  readonly sent: number;
  readonly sentBefore: number;
  /** Whether monitoring had to wait in this window. */
  readonly wasShort: boolean;
  /** How many calls a window had held when Spotify last refused one; null as long as nothing is known of its limit. */
  readonly limitSeen: number | null;
  readonly limitedAt: number | null;
  /** Looks at what is playing that would be made in a second if all were, and those counted since `pacedAt` to tell. */
  readonly wanted: number;
  readonly asked: number;
  readonly pacedAt: number;
  readonly paceDueAt: number;
}

/** What a process has done since it last told. */
export interface Report {
  readonly sent: number;
  /** Looks at what is playing, and those that could not be made. */
  readonly looks: number;
  readonly missedLooks: number;
}

/** The report of a process that has done nothing. */
export const NOTHING: Report = { sent: 0, looks: 0, missedLooks: 0 };

/** Calls that may be made at a stroke after a rest. */
const burst = ({ capacity }: BudgetState) =>
  Math.max(capacity * BURST_SHARE, Math.min(SMALL_BURST, capacity * LARGEST_BURST_SHARE));

/** Calls per ms that keep any window, and the leases that reach into it, within the capacity. */
const rate = (state: BudgetState) => (state.capacity - burst(state)) / (WINDOW_MS + LEASE_MS);

/** The state as it is at `now`, with what a process reports. */
export function advance(stored: BudgetState, report: Report, now: number): BudgetState {
  const state = followClock(stored, now);
  const passed = Math.max(now - state.refilledAt, 0);
  const refilled = {
    ...state,
    tokens: Math.min(state.tokens + passed * rate(state), burst(state)),
    refilledAt: state.refilledAt + passed,
    sent: state.sent + report.sent,
    // Who looks now comes back after an interval at the present pace; who could not look tries again at once.
    asked: state.asked + report.looks * paceOf(state) + report.missedLooks,
  };
  return adjustPace(turnWindow(refilled, now), now);
}

/** A clock that was set back must not keep the bucket from being filled until it is where it was. */
function followClock(state: BudgetState, now: number): BudgetState {
  const back = state.refilledAt - now;
  if (back <= LEASE_MS) return state;
  return {
    ...state,
    refilledAt: now,
    windowStartedAt: state.windowStartedAt - back,
    limitedAt: state.limitedAt === null ? null : state.limitedAt - back,
    pacedAt: state.pacedAt - back,
    paceDueAt: state.paceDueAt - back,
  };
}

/** Takes up to so many calls out of the bucket; `retryAt` says when there will be one, if there is none. */
export function grant(
  state: BudgetState,
  order: { priority: Priority; calls: number },
  now: number,
): { state: BudgetState; granted: number; retryAt: number } {
  const available = state.tokens - RESERVES[order.priority] * burst(state);
  const granted = Math.max(Math.min(order.calls, Math.floor(available)), 0);
  if (granted > 0) return { state: { ...state, tokens: state.tokens - granted }, granted, retryAt: now };
  const isMonitoring = order.priority === 'now-playing' || order.priority === 'history';
  return {
    state: { ...state, wasShort: state.wasShort || isMonitoring },
    granted: 0,
    retryAt: now + Math.ceil((1 - available) / rate(state)),
  };
}

/**
 * Learns from a refusal for too many calls: what was made within the window was too much. Refusals of calls that were under
 * way at the same time tell nothing new. The bucket is not emptied: other families may not be refused at all.
 */
export function learnLimit(state: BudgetState, now: number): BudgetState {
  const limitSeen = countSent(state, now);
  if (limitSeen < SMALLEST_CAPACITY) return state;
  if (state.limitedAt !== null && now - state.limitedAt < WINDOW_MS) return state;
  const capacity = Math.max(Math.min(state.capacity, limitSeen * AFTER_REFUSAL), SMALLEST_CAPACITY);
  const learned = { ...state, capacity, limitSeen, limitedAt: now };
  return { ...learned, tokens: Math.min(state.tokens, burst(learned)) };
}

/** How many calls were made in the last 30 s; those of the window before are taken to have been spread evenly. */
export function countSent(state: BudgetState, now: number): number {
  const passed = Math.max(now - state.windowStartedAt, 0) / WINDOW_MS;
  if (passed >= 2) return 0;
  if (passed >= 1) return Math.round(state.sent * (2 - passed));
  return Math.round(state.sent + state.sentBefore * (1 - passed));
}

/** How many times slower than wanted what is playing may be looked at; 1 or more. */
export function paceOf(state: BudgetState): number {
  const allowed = rate(state) * 1_000 * NOW_PLAYING_SHARE;
  return Math.min(Math.max(state.wanted / allowed, 1), SLOWEST_PACE);
}

/** The budget as its host may see it. */
export function describeBudget({ state, now }: { state: BudgetState; now: number }): SpotifyBudget {
  return {
    windowMs: WINDOW_MS,
    capacity: Math.floor(state.capacity),
    used: countSent(state, now),
    paceFactor: paceOf(state),
    limitSeen: state.limitSeen === null ? null : Math.round(state.limitSeen),
    limitedAt: state.limitedAt === null ? null : new Date(state.limitedAt).toISOString(),
  };
}

function turnWindow(state: BudgetState, now: number): BudgetState {
  const windows = Math.floor((now - state.windowStartedAt) / WINDOW_MS);
  if (windows < 1) return state;
  const wasRefused = state.limitedAt !== null && state.limitedAt >= state.windowStartedAt;
  const grown = (state.wasShort || paceOf(state) > 1) && !wasRefused ? grow(state) : state;
  return {
    ...grown,
    windowStartedAt: state.windowStartedAt + windows * WINDOW_MS,
    sent: 0,
    sentBefore: windows === 1 ? state.sent : 0,
    wasShort: false,
  };
}

/**
 * A budget that monitoring had to wait for grows: it doubles as long as nothing is known of Spotify's limit; after that by a twentieth
 * of it up to nine tenths, then by a two-hundredth, and once it is well past it without being refused, that limit is forgotten.
 */
function grow(state: BudgetState): BudgetState {
  const { capacity, limitSeen } = state;
  if (limitSeen === null) return { ...state, capacity: capacity * 2 };
  if (capacity > limitSeen * 1.1) return { ...state, limitSeen: null };
  const step = capacity < limitSeen * 0.9 ? limitSeen / 20 : limitSeen / 200;
  return { ...state, capacity: capacity + step };
}

/**
 * Learns how many looks are wanted, over a time in which everyone who is to be looked at comes up at the present pace. More is
 * believed at once, less by halves, since some may still wait at a slower pace.
 */
function adjustPace(state: BudgetState, now: number): BudgetState {
  if (now < state.paceDueAt) return state;
  const measured = (state.asked / Math.max(now - state.pacedAt, 1)) * 1_000;
  const isLong = now - state.pacedAt > 1.5 * (state.paceDueAt - state.pacedAt);
  const wanted = measured > state.wanted || isLong ? measured : (state.wanted + measured) / 2;
  const next = { ...state, wanted, asked: 0, pacedAt: now };
  return { ...next, paceDueAt: now + PACE_MS * paceOf(next) };
}
