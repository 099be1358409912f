import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutSegments } from './cut-segments.ts';
import { matchPlays, type IncomingPlay, type StoredPlay } from './match-plays.ts';

const T = Date.UTC(2024, 5, 1, 12);

/** Tracks 0 and 1 are one recording; 2 shares their names without being known as it; 3 has no names. */
const TRACKS = [
  { trackKey: 0, recordingKey: 'a', durationMs: 200_000, title: 'one', artist: 'x' },
  { trackKey: 1, recordingKey: 'a', durationMs: 200_000, title: 'one', artist: 'x' },
  { trackKey: 2, recordingKey: 'b', durationMs: 200_500, title: 'one', artist: 'x' },
  { trackKey: 3, recordingKey: 'c', durationMs: 200_900, title: null, artist: null },
  { trackKey: 4, recordingKey: 'd', durationMs: null, title: 'two', artist: 'y' },
] as const;

function row(trackKey: number, seconds: number, msPlayed: number | null = 180_000): IncomingPlay {
  return {
    ...(TRACKS[trackKey] ?? TRACKS[0]),
    endAt: T + seconds * 1000,
    isToMinute: false,
    isEstimate: false,
    msPlayed,
  };
}

function stored(trackKey: number, seconds: number, more: Partial<StoredPlay> = {}): StoredPlay {
  return { ...row(trackKey, seconds), watched: false, reportedEndAt: null, ...more };
}

const rowsArbitrary = fc.array(
  fc.record({
    track: fc.nat(TRACKS.length - 1),
    seconds: fc.oneof(fc.nat(40), fc.nat(4_000), fc.nat(40_000)),
    msPlayed: fc.constantFrom(null, 0, 15_000, 25_000, 180_000),
  }),
  { maxLength: 14 },
);
const incomingArbitrary = rowsArbitrary.map((rows) =>
  sorted(rows.map(({ track, seconds, msPlayed }) => row(track, seconds, msPlayed))),
);
const storedArbitrary = fc
  .tuple(
    rowsArbitrary,
    fc.array(fc.tuple(fc.boolean(), fc.nat(3), fc.nat(999)), { minLength: 14, maxLength: 14 }),
  )
  .map(([rows, marks]) =>
    sorted(
      rows.map(({ track, seconds, msPlayed }, at) => {
        const [watched, reported, ms] = marks[at] ?? [false, 0, 0];
        const play = { ...row(track, seconds, msPlayed), endAt: T + seconds * 1000 + ms };
        return { ...play, watched, reportedEndAt: reported === 0 ? play.endAt - ms : null };
      }),
    ),
  );

function sorted<P extends IncomingPlay>(plays: P[]): P[] {
  return plays.sort((a, b) => endOf(a) - endOf(b));
}

function endOf(play: IncomingPlay | StoredPlay): number {
  return 'reportedEndAt' in play ? (play.reportedEndAt ?? play.endAt) : play.endAt;
}

/**
 * The history after importing, and the rows as they are known then. New plays are added; with `enrich`, matched plays
 * are told what the rows know and the ids that a sequence joined are remembered as one recording.
 */
function afterImport(
  incoming: IncomingPlay[],
  history: StoredPlay[],
  enrich: boolean,
): [IncomingPlay[], StoredPlay[]] {
  const result = history.map((play) => ({ ...play }));
  const rows = incoming.map((play) => ({ ...play }));
  for (const [at, match] of matchPlays(incoming, history).entries()) {
    const play = rows[at];
    if (!play) continue;
    const known = match && result[match.stored];
    if (!known) result.push({ ...play, watched: false, reportedEndAt: play.endAt });
    else if (enrich) {
      known.reportedEndAt = play.endAt;
      known.msPlayed = play.msPlayed ?? known.msPlayed;
      const [kept, joined] = [known.recordingKey, play.recordingKey];
      for (const other of [...rows, ...result]) if (other.recordingKey === joined) other.recordingKey = kept;
    }
  }
  return [rows, sorted(result)];
}

function pairs(incoming: readonly IncomingPlay[], history: readonly StoredPlay[]): string[] {
  return matchPlays(incoming, history)
    .map((match, at) => JSON.stringify([incoming[at], match?.verdict, match ? history[match.stored] : null]))
    .sort();
}

test('the same track in the same second is an exact duplicate', () => {
  expect(matchPlays([row(0, 10)], [stored(0, 10.9)])).toEqual([{ verdict: 'exact-duplicate', stored: 0 }]);
  expect(matchPlays([row(0, 10)], [stored(2, 10)])).not.toEqual([{ verdict: 'exact-duplicate', stored: 0 }]);
});

test('the same recording within 450 s is a window duplicate, beyond it is not', () => {
  expect(matchPlays([row(0, 0)], [stored(1, 450)])).toEqual([{ verdict: 'window-duplicate', stored: 0 }]);
  expect(matchPlays([row(4, 0)], [stored(4, 901)])).toEqual([null]);
  expect(matchPlays([row(0, 0)], [stored(0, 600, { title: null })])).toEqual([null]);
});

test('the nearest pairs go first', () => {
  expect(matchPlays([row(0, 0), row(0, 300)], [stored(0, 290)])).toEqual([
    null,
    { verdict: 'window-duplicate', stored: 0 },
  ]);
});

test('a watched play may carry the time of its start, an other one may not', () => {
  const start = stored(0, 0, { watched: true, title: null });
  expect(matchPlays([row(0, 600)], [start])).toEqual([{ verdict: 'window-duplicate', stored: 0 }]);
  expect(matchPlays([row(0, 600)], [{ ...start, watched: false }])).toEqual([null]);
  const long = { ...start, durationMs: 40 * 60_000 };
  for (const seconds of [100, 700, 1_300, 2_000, 2_400, 2_800]) {
    expect(matchPlays([row(0, seconds)], [long])).toEqual([{ verdict: 'window-duplicate', stored: 0 }]);
  }
});

test('an estimated end may be that of a play which an export has reported to the second', () => {
  const estimate = (trackKey: number, seconds: number) => ({
    ...row(trackKey, seconds, null),
    isEstimate: true,
  });
  const reported = [stored(0, 300, { reportedEndAt: T + 300_000 })];
  const skip = [{ ...stored(0, 300, { reportedEndAt: T + 300_000 }), msPlayed: 4_000 }];
  expect(matchPlays([estimate(0, 0)], reported)).toEqual([{ verdict: 'window-duplicate', stored: 0 }]);
  expect(matchPlays([estimate(2, -500)], reported)).toEqual([{ verdict: 'sequence-duplicate', stored: 0 }]);
  expect(matchPlays([estimate(0, 0), estimate(0, 290)], reported)[0]).toBeNull();
  expect(matchPlays([row(0, 0, null)], reported)).toEqual([null]);
  expect(matchPlays([estimate(0, 0)], skip)).toEqual([null]);
});

test('an other id with the same names is a sequence duplicate between the same neighbours only', () => {
  const around = [row(4, 0), row(4, 1_000)];
  const history = [stored(4, 0), stored(2, 560), stored(4, 1_000)];
  const between = matchPlays([row(4, 0), row(0, 500), row(4, 1_000)], history);
  expect(between[1]).toEqual({ verdict: 'sequence-duplicate', stored: 1 });
  expect(matchPlays([...around, row(0, 1_100)], history)[2]).toBeNull();
});

test('without names the length decides, but only between close neighbours', () => {
  const history = [stored(4, 0), stored(3, 560), stored(4, 1_000)];
  const incoming = [row(4, 0), row(0, 500), row(4, 1_000)];
  expect(matchPlays(incoming, history)[1]).toEqual({ verdict: 'sequence-duplicate', stored: 1 });
  expect(matchPlays([row(0, 500)], history)).toEqual([null]);
  const longer = history.map((play) => (play.trackKey === 3 ? { ...play, durationMs: 204_000 } : play));
  expect(matchPlays(incoming, longer)[1]).toBeNull();
});

test('a row of seconds is not taken for a play of Spotify’s list', () => {
  const listed = stored(0, 10, { msPlayed: null });
  expect(matchPlays([row(0, 10, 180_000), row(0, 10, 500)], [listed])).toEqual([
    { verdict: 'exact-duplicate', stored: 0 },
    null,
  ]);
  expect(matchPlays([row(0, 12, 500)], [listed])).toEqual([null]);
  expect(matchPlays([row(0, 12, 500)], [stored(0, 10, { msPlayed: 1_000 })])[0]?.verdict).toBe(
    'window-duplicate',
  );
});

test('a repeat in a later file is not taken for a play that an earlier file brought', () => {
  const [, earlier] = afterImport([row(0, 0)], [stored(0, 3)], true);
  expect(matchPlays([row(0, 200)], earlier)).toEqual([null]);
  expect(matchPlays([row(0, 0)], earlier)).toEqual([{ verdict: 'exact-duplicate', stored: 0 }]);
});

test('each stored play absorbs one row at most, so a repeat that it lacks is never swallowed', () => {
  fc.assert(
    fc.property(incomingArbitrary, storedArbitrary, (incoming, history) => {
      const taken = matchPlays(incoming, history).flatMap((match) => (match ? [match.stored] : []));
      expect(new Set(taken).size).toBe(taken.length);
      expect(incoming.length - taken.length).toBeGreaterThanOrEqual(incoming.length - history.length);
    }),
    { numRuns: 500 },
  );
});

test('every pair that is joined is the same recording or carries the same names or length', () => {
  fc.assert(
    fc.property(incomingArbitrary, storedArbitrary, (incoming, history) => {
      for (const [at, match] of matchPlays(incoming, history).entries()) {
        const [a, b] = [incoming[at], match && history[match.stored]];
        if (!a || !b || !match) continue;
        if (match.verdict === 'exact-duplicate') expect(a.trackKey).toBe(b.trackKey);
        if (match.verdict === 'window-duplicate') expect(a.recordingKey).toBe(b.recordingKey);
        if (a.title !== null && b.title !== null) expect(a.title).toBe(b.title);
      }
    }),
    { numRuns: 500 },
  );
});

test.each([true, false])('importing again adds nothing (stored plays enriched: %s)', (enrich) => {
  fc.assert(
    fc.property(incomingArbitrary, storedArbitrary, (incoming, history) => {
      expect(matchPlays(...afterImport(incoming, history, enrich))).not.toContain(null);
    }),
    { numRuns: 2_000 },
  );
});

test('the order of rows and of stored plays does not matter', () => {
  fc.assert(
    fc.property(incomingArbitrary, storedArbitrary, fc.func(fc.nat()), (incoming, history, rank) => {
      const shuffle = <P>(plays: readonly P[]): P[] =>
        plays
          .map((play, at): [number, P] => [rank(at), play])
          .sort(([a], [b]) => a - b)
          .map(([, play]) => play);
      expect(pairs(shuffle(incoming), shuffle(history))).toEqual(pairs(incoming, history));
    }),
    { numRuns: 500 },
  );
});

test('segment by segment gives what the whole gives', async () => {
  await fc.assert(
    fc.asyncProperty(incomingArbitrary, storedArbitrary, fc.nat(8), async (incoming, history, portion) => {
      const found: string[] = [];
      for await (const segment of cutSegments([incoming], [history], portion)) {
        found.push(...pairs(segment.incoming, segment.stored));
      }
      expect(found.sort()).toEqual(pairs(incoming, history));
    }),
    { numRuns: 1_000 },
  );
});

test('the work grows with the rows, even if all are one recording in a quarter of an hour', () => {
  const reads = (count: number): number => {
    let read = 0;
    const counted = <P extends IncomingPlay>(play: P): P =>
      new Proxy(play, {
        get(target, field) {
          read += 1;
          return Reflect.get(target, field);
        },
      });
    const incoming = Array.from({ length: count }, (_, at) => counted(row(0, (at * 900) / count)));
    const history = Array.from({ length: count }, (_, at) =>
      counted(stored(2, (at * 900) / count, { msPlayed: 5 })),
    );
    matchPlays(incoming, history);
    return read;
  };
  expect(reads(8_000) / reads(4_000)).toBeLessThan(2.5);
});
