import { expect, test } from 'vitest';
import { cutSegments, type Segment } from './cut-segments.ts';
import type { IncomingPlay, StoredPlay } from './match-plays.ts';

const T = Date.UTC(2024, 0, 1);

function row(seconds: number): IncomingPlay {
  return {
    endAt: T + seconds * 1000,
    isToMinute: false,
    isEstimate: false,
    msPlayed: 1,
    trackKey: 1,
    recordingKey: 1,
    durationMs: null,
    title: null,
    artist: null,
  };
}

function stored(seconds: number): StoredPlay {
  return { ...row(seconds), watched: false, reportedEndAt: null };
}

async function cut(
  incoming: IncomingPlay[][],
  history: StoredPlay[][],
  portion: number,
): Promise<Segment<IncomingPlay, StoredPlay>[]> {
  const segments: Segment<IncomingPlay, StoredPlay>[] = [];
  for await (const segment of cutSegments(incoming, history, portion)) segments.push(segment);
  return segments;
}

test('cuts where nothing ends for an hour in either list', async () => {
  const segments = await cut(
    [[row(0), row(7_000)], [row(11_000)]],
    [[stored(3_500)], [], [stored(10_700)]],
    0,
  );
  expect(segments).toEqual([
    { incoming: [row(0), row(7_000)], stored: [stored(3_500)] },
    { incoming: [row(11_000)], stored: [stored(10_700)] },
  ]);
});

test('gathers quiet stretches up to a portion', async () => {
  const rows = Array.from({ length: 10 }, (_, at) => row(at * 4_000));
  const segments = await cut([rows], [], 3);
  expect(segments.map((segment) => segment.incoming.length)).toEqual([3, 3, 3, 1]);
});

test('places a play by the time that the source itself reported', async () => {
  const play = { ...stored(0), reportedEndAt: T + 10_000_000 };
  const segments = await cut([[row(0), row(10_000)]], [[play]], 0);
  expect(segments.map((segment) => segment.stored.length)).toEqual([0, 1]);
});

test('yields nothing for two empty lists', async () => {
  expect(await cut([], [[]], 0)).toEqual([]);
});

test('reads asynchronous batches only as it needs them', async () => {
  let read = 0;
  async function* batches(): AsyncGenerator<IncomingPlay[]> {
    for (let at = 0; at < 100; at += 1) {
      read += 1;
      yield [row(at * 4_000)];
    }
  }
  for await (const segment of cutSegments(batches(), [], 2)) {
    expect(segment.incoming).toHaveLength(2);
    break;
  }
  expect(read).toBeLessThan(5);
});

test('cuts a timeline without silence at a breath, else never inside a second', async () => {
  const withBreaths = Array.from({ length: 25_000 }, (_, at) => [row(at * 100), row(at * 100 + 1)]).flat();
  for (const { incoming } of await cut([withBreaths], [], 5_000)) {
    expect(incoming.length).toBeLessThanOrEqual(10_002);
    expect(incoming.length % 2).toBe(0);
  }
  const breathless = Array.from({ length: 50_000 }, (_, at) => row(Math.floor(at / 2)));
  const segments = await cut([breathless], [], 5_000);
  expect(segments.map((segment) => segment.incoming.length)).toEqual([40_000, 10_000]);
});
