import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advance,
  type BudgetState,
  countSent,
  grant,
  learnLimit,
  LEASE_MS,
  NOTHING,
  paceOf,
  WINDOW_MS,
} from './budget-state.ts';
import type { Priority } from './endpoint-family.ts';

const fresh = (capacity: number): BudgetState => ({
  capacity,
  tokens: capacity,
  refilledAt: 0,
  windowStartedAt: 0,
  sent: 0,
  sentBefore: 0,
  wasShort: false,
  limitSeen: capacity,
  limitedAt: null,
  wanted: 0,
  asked: 0,
  pacedAt: 0,
  paceDueAt: 10_000,
});

/** Lets `perSecond` calls be asked for in every second, and answers how many were made and the state after them. */
function run(
  state: BudgetState,
  seconds: number,
  perSecond: number,
  priority: Priority = 'history',
): { state: BudgetState; made: number } {
  const from = state.refilledAt;
  let made = 0;
  let current = state;
  let report = NOTHING;
  for (let second = 1; second <= seconds; second += 1) {
    const now = from + second * 1_000;
    const taken = grant(advance(current, report, now), { priority, calls: perSecond }, now);
    made += taken.granted;
    report = { ...NOTHING, sent: taken.granted };
    // Whoever got nothing asks again.
    current =
      taken.granted < perSecond ? grant(taken.state, { priority, calls: 1_000_000 }, now).state : taken.state;
  }
  return { state: current, made };
}

test('no window of 30 s holds more calls than the capacity, however they are asked for and late they are made', () => {
  const orders = array(
    record({
      afterMs: integer({ min: 0, max: 4_000 }),
      calls: integer({ min: 1, max: 500 }),
      madeAfterMs: integer({ min: 0, max: LEASE_MS }),
      priority: constantFrom<Priority>('now-playing', 'history', 'playlists', 'enrichment'),
    }),
    { minLength: 1, maxLength: 120 },
  );
  assert(
    property(integer({ min: 50, max: 3_000 }), orders, (capacity, list) => {
      let state = advance({ ...fresh(capacity), limitedAt: 0 }, NOTHING, 0);
      let now = 0;
      const calls: { at: number; count: number }[] = [];
      for (const { afterMs, madeAfterMs, ...order } of list) {
        now += afterMs;
        // The capacity itself shall stay as it is here.
        state = { ...advance(state, NOTHING, now), capacity, wasShort: false };
        const taken = grant(state, order, now);
        state = taken.state;
        calls.push({ at: now + madeAfterMs, count: taken.granted });
      }
      for (const { at: end } of calls) {
        const inWindow = calls.filter(({ at }) => at > end - WINDOW_MS && at <= end);
        expect(inWindow.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(capacity);
      }
    }),
  );
});

test('not even when a whole bucket is used as late as may be and everything after it at once', () => {
  let state = advance({ ...fresh(1_000), limitedAt: 0 }, NOTHING, 0);
  let made = 0;
  for (let now = 0; now < WINDOW_MS + LEASE_MS; now += 250) {
    const taken = grant(advance(state, NOTHING, now), { priority: 'now-playing', calls: 1_000 }, now);
    state = { ...taken.state, capacity: 1_000, wasShort: false };
    made += taken.granted;
  }
  expect(made).toBeGreaterThan(980);
  expect(made).toBeLessThanOrEqual(1_000);
});

test('what is allowed can be used: over minutes nearly the whole capacity', () => {
  expect(run({ ...fresh(1_000), limitedAt: 0 }, 30, 1_000).made).toBeGreaterThan(900);
});

test('a clock that is set back by an hour, or a little, changes nothing', () => {
  const hour = 3_600_000;
  const before = { ...run(fresh(1_000), 45, 20).state, tokens: 0 };
  const now = before.refilledAt + 10_000;
  const undisturbed = advance(before, NOTHING, now);
  const setBack = advance(advance(before, NOTHING, before.refilledAt - hour), NOTHING, now - hour);
  expect(setBack.tokens).toBe(undisturbed.tokens);
  expect(countSent(setBack, now - hour)).toBe(countSent(undisturbed, now));
  // Processes read the clock before they wait for each other.
  expect(advance(advance(before, NOTHING, before.refilledAt - 100), NOTHING, now)).toEqual(undisturbed);
});

describe('priorities', () => {
  const takes = (tokens: number) =>
    (['sign-in', 'now-playing', 'history', 'playlists', 'enrichment'] as const).filter(
      (priority) => grant({ ...fresh(1_000), tokens }, { priority, calls: 1 }, 0).granted > 0,
    );

  test.each([
    [100, ['sign-in', 'now-playing', 'history', 'playlists', 'enrichment']],
    [50, ['sign-in', 'now-playing', 'history', 'playlists']],
    [30, ['sign-in', 'now-playing', 'history']],
    [10, ['sign-in', 'now-playing']],
    [0, ['sign-in']],
    [-500, ['sign-in']],
  ])('of a bucket for 100, %d left are for %o', (tokens, priorities) => {
    expect(takes(tokens)).toEqual(priorities);
  });

  test('a call that has to wait is told until when, and then there is one', () => {
    const empty = { ...fresh(1_000), tokens: 0 };
    const order = { priority: 'history', calls: 5 } as const;
    const { retryAt } = grant(empty, order, 0);
    expect(grant(advance(empty, NOTHING, retryAt - 2), order, retryAt - 2).granted).toBe(0);
    expect(grant(advance(empty, NOTHING, retryAt), order, retryAt).granted).toBe(1);
  });
});

describe('learning', () => {
  const unknown = { ...fresh(1_000), limitSeen: null };

  test('before any refusal the capacity doubles with every window in which monitoring had to wait', () => {
    expect(run(unknown, 31, 5_000).state.capacity).toBe(2_000);
    expect(run(unknown, 91, 5_000).state.capacity).toBe(8_000);
  });

  test('it stays while it is enough, and whatever enrichment would like to have', () => {
    expect(run(unknown, 120, 20).state.capacity).toBe(1_000);
    expect(run(unknown, 120, 5_000, 'enrichment').state.capacity).toBe(1_000);
  });

  test('a refusal brings it to seven tenths of what was really made in 30 s, and keeps no more at hand than that allows', () => {
    const { state } = run(unknown, 45, 20);
    const made = countSent(state, 45_000);
    expect(made).toBeGreaterThan(550);
    expect(made).toBeLessThanOrEqual(600);
    const after = learnLimit(state, 45_000);
    expect(after).toMatchObject({ capacity: made * 0.7, limitSeen: made });
    expect(state.tokens).toBeGreaterThan(50);
    expect(after.tokens).toBe(50);
  });

  test('refusals of calls that were under way are one; a later one counts', () => {
    const once = learnLimit(run(unknown, 45, 20).state, 45_000);
    expect(learnLimit(once, 46_000)).toBe(once);
    const later = run(once, 40, 20).state;
    expect(learnLimit(later, 86_000).capacity).toBeLessThan(once.capacity);
  });

  test('a refusal after a few calls tells nothing about their number, and it never falls to nothing', () => {
    expect(learnLimit({ ...unknown, sent: 49 }, 1_000)).toMatchObject({ capacity: 1_000, limitSeen: null });
    expect(learnLimit({ ...unknown, sent: 50 }, 1_000)).toMatchObject({ capacity: 50, tokens: 12.5 });
  });

  test('it grows again slowly below the limit that was seen, and past it without a refusal forgets it', () => {
    const limited: BudgetState = { ...unknown, capacity: 700, limitSeen: 1_000, limitedAt: 0 };
    const windows = (state: BudgetState, count: number) => run(state, count * 30 + 1, 5_000).state;
    expect(windows(limited, 1).capacity).toBe(700);
    expect(windows(limited, 3).capacity).toBe(800);
    expect(windows(limited, 6).capacity).toBe(905);
    expect(windows(limited, 20).capacity).toBeLessThan(1_000);
    const past = windows(limited, 50);
    expect(past.limitSeen).toBeNull();
    expect(past.capacity).toBeGreaterThan(1_500);
  });
});

describe('the pace', () => {
  const LOOK_MS = 5_000;
  const limited = { ...fresh(3_000), limitSeen: 100_000, limitedAt: 0 };
  /** The capacity shall stay as it is here. */
  const fixed = (state: BudgetState) => ({ ...state, capacity: limited.capacity, wasShort: false });

  /** Watchers of so many listeners look every 5 s, slowed down by the pace; answers what was looked at and polled in the last 30 s. */
  function watch(start: BudgetState, seconds: number, listeners: number) {
    const from = start.refilledAt;
    const nextLookAt = Array.from({ length: listeners }, (_, index) => from + (index / listeners) * LOOK_MS);
    let state = start;
    let [looked, polled, missed] = [0, 0, 0];
    for (let now = from; now < from + seconds * 1_000; now += 100) {
      const isLast = now >= from + (seconds - 30) * 1_000;
      let report = NOTHING;
      for (const [index, at] of nextLookAt.entries()) {
        if (at > now) continue;
        const look = grant(state, { priority: 'now-playing', calls: 1 }, now);
        ({ state } = look);
        report = {
          sent: report.sent + look.granted,
          looks: report.looks + look.granted,
          missedLooks: report.missedLooks + 1 - look.granted,
        };
        if (isLast) [looked, missed] = [looked + look.granted, missed + 1 - look.granted];
        nextLookAt[index] =
          look.granted > 0 ? now + LOOK_MS * paceOf(state) : now + Math.max(LOOK_MS, look.retryAt - now);
      }
      const poll = grant(state, { priority: 'history', calls: now % 500 === 0 ? 1 : 0 }, now);
      if (isLast) polled += poll.granted;
      state = fixed(advance(poll.state, { ...report, sent: report.sent + poll.granted }, now));
    }
    return { state, looked, polled, missed };
  }

  test('is full while there is enough', () => {
    expect(paceOf(watch(limited, 60, 300).state)).toBe(1);
  });

  test('slows looks down to what nine tenths of the budget allow, so that polls always get through', () => {
    const { state, looked, polled, missed } = watch(limited, 400, 2_000);
    // 400 looks a second are wanted and 87 calls allowed.
    expect(paceOf(state)).toBeGreaterThan(4.6);
    expect(paceOf(state)).toBeLessThan(5.7);
    expect(looked).toBeGreaterThan(30 * 65);
    expect(missed).toBeLessThan(30);
    expect(polled).toBe(60);
  });

  test('follows the capacity at once, and comes back when the demand is gone', () => {
    const { state } = watch(limited, 400, 2_000);
    expect(paceOf({ ...state, capacity: state.capacity * 2 })).toBeCloseTo(paceOf(state) / 2, 6);
    expect(paceOf(watch(state, 300, 100).state)).toBe(1);
    const later = state.refilledAt + 600_000;
    expect(paceOf(advance(state, NOTHING, later))).toBe(1);
  });
});
