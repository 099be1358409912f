import { expect, test } from 'vitest';
import { readHistory } from './read-history.ts';
import type { Source } from './read-source.ts';

const ROW = { ts: '2024-03-01T10:00:00Z', ms_played: 1, spotify_track_uri: null };

function source(name: string, chunks: (string | Buffer)[], onRead: () => void = () => {}): Source {
  return {
    name,
    size: Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))).length,
    problem: null,
    async *read() {
      for (const chunk of chunks) {
        onRead();
        yield Buffer.from(chunk);
      }
    },
  };
}

async function read(from: Source, maxRows: number) {
  let rows = 0;
  for await (const step of readHistory(from, { file: 0, now: Date.UTC(2026, 0, 1), maxRows })) {
    rows += step.rows.length;
    if (step.outcome) return { ...step.outcome, yielded: rows };
  }
  throw new Error('reading ended without an outcome');
}

test('stops at the most rows that an upload may hold', async () => {
  const text = JSON.stringify(Array.from({ length: 5 }, () => ROW));
  const expected = { kind: 'extended', rows: 3, yielded: 3, problem: 'too-many-rows' };
  expect(await read(source('endsong.json', [text]), 3)).toEqual(expected);
  expect(await read(source('endsong.json', [text]), 5)).toMatchObject({ rows: 5, problem: null });
});

test.each([
  ['Marquee.json', '[', '{"artistName":"x","segment":"y"},'],
  ['broken.json', '[', 'x,'],
  ['notes.txt', '', 'certainly no table, but lines\n'],
  ['photo.jpg', '', '\xff\xd8\n'],
])('reads no more of %s than shows that it holds no plays', async (name, opening, line) => {
  let reads = 0;
  const chunks = [opening, ...Array.from({ length: 100 }, () => line.repeat(10_000))];
  const outcome = await read(
    source(name, chunks, () => {
      reads += 1;
    }),
    10,
  );
  expect(outcome).toEqual({ kind: 'other', rows: 0, yielded: 0, problem: null });
  expect(reads).toBeLessThan(10);
});

test('rows that can all not be parsed are told from other files by the name alone', async () => {
  const chunks = [`[${'x,'.repeat(3_000)}x]`];
  const readAs = (name: string) => read(source(name, chunks), 9_999);
  expect(await readAs('endsong_0.json')).toMatchObject({ kind: 'extended', rows: 3_001 });
  expect(await readAs('Streaming_History_Video_2023.json')).toMatchObject({ kind: 'extended', rows: 3_001 });
  expect(await readAs('StreamingHistory_music_0.json')).toMatchObject({ kind: 'account', rows: 3_001 });
  expect(await readAs('listening-history.jsonl')).toMatchObject({ kind: 'own-export', rows: 3_001 });
  expect(await readAs('listening-history.csv')).toMatchObject({ kind: 'other', rows: 0 });
  expect(await readAs('notes.json')).toMatchObject({ kind: 'other', rows: 0 });
});

test('rows from before the first one that can be parsed are read once', async () => {
  const broken = `{"a":"${'x'.repeat(500)}",},`;
  const text = `[${broken.repeat(400)}${JSON.stringify(Array.from({ length: 5_000 }, () => ROW)).slice(1)}`;
  expect(await read(source('x', [text]), 9_999)).toMatchObject({
    kind: 'extended',
    rows: 5_400,
    yielded: 5_400,
  });
});

test('a file that is a history by its name only is a problem', async () => {
  const problemOf = async (name: string, text: string) => (await read(source(name, [text]), 10)).problem;
  expect(await problemOf('endsong_0.json', '[{"a":1}]')).toBe('unrecognised');
  expect(await problemOf('listening-history-2026-11-24.csv', 'playedAt;msPlayed\r\n2026;1\r\n')).toBe(
    'unrecognised',
  );
  expect(await problemOf('listening-history-2026-11-24.jsonl', '{"a":1}\n')).toBe('unrecognised');
  expect(await problemOf('listening-history-2026-11-24.csv', '')).toBeNull();
  expect(await problemOf('plays.csv', 'playedAt;msPlayed\r\n2026;1\r\n')).toBeNull();
});

test('where the pieces are cut does not matter, from the first byte on', async () => {
  const bytes = Buffer.from(`\uFEFF \n${JSON.stringify(Array.from({ length: 5 }, () => ROW))} x`);
  const pieces = Array.from(bytes, (byte) => Buffer.from([byte]));
  const expected = { kind: 'extended', rows: 5, yielded: 5, problem: 'trailing-text' };
  expect(await read(source('a', [bytes]), 9)).toEqual(expected);
  expect(await read(source('a', pieces), 9)).toEqual(expected);
});

test('an error that is not the file’s own is passed on', async () => {
  const failing = source('endsong.json', ['[', ']'], () => {
    throw new Error('disk gone');
  });
  await expect(read(failing, 1)).rejects.toThrow('disk gone');
});
