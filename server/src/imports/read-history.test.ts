import { expect, test } from 'vitest';
import { readHistory } from './read-history.ts';
import type { Source } from './read-source.ts';

const ROW = { ts: '2024-03-01T10:00:00Z', ms_played: 1, spotify_track_uri: null };

function source(name: string, chunks: string[], onRead: () => void = () => {}): Source {
  return {
    name,
    size: chunks.join('').length,
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

test('reads no more of a file than shows that it holds no plays', async () => {
  let reads = 0;
  const chunks = ['{"playlists":[', ...Array.from({ length: 100 }, () => '{},'), '{}]}'];
  const outcome = await read(
    source('Playlist1.json', chunks, () => {
      reads += 1;
    }),
    10,
  );
  expect(outcome).toEqual({ kind: 'other', rows: 0, yielded: 0, problem: null });
  expect(reads).toBe(1);
});

test('rows that can all not be parsed are told from other files by the name alone', async () => {
  const chunks = [`[${'x,'.repeat(3_000)}x]`];
  expect(await read(source('endsong_0.json', chunks), 9_999)).toMatchObject({
    kind: 'extended',
    rows: 3_001,
  });
  expect(await read(source('notes.json', chunks), 9_999)).toMatchObject({ kind: 'other', rows: 0 });
});

test('an error that is not the file’s own is passed on', async () => {
  const failing = source('endsong.json', ['[', ']'], () => {
    throw new Error('disk gone');
  });
  await expect(read(failing, 1)).rejects.toThrow('disk gone');
});
