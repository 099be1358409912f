import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_ROW_BYTES, RowReader, SLICE_ROWS, UnreadableRow } from './read-rows.ts';

interface Reading {
  rows: unknown[];
  slices: number[];
  problem: string | null;
}

function read(chunks: readonly Buffer[]): Reading {
  const reader = new RowReader();
  const slices = chunks.flatMap((chunk) => reader.push(chunk));
  const rest = reader.end();
  return {
    rows: [...slices.flat(), ...rest],
    slices: slices.map((slice) => slice.length),
    problem: reader.problem,
  };
}

function readText(text: string): Reading {
  return read([Buffer.from(text)]);
}

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
}

const UNREADABLE = new UnreadableRow('it is not valid JSON');

test.each(['[]', ' [ ] \n', '\uFEFF[\r\n]'])('%j is an empty array', (text) => {
  expect(readText(text)).toEqual({ rows: [], slices: [], problem: null });
});

test.each(['', '   ', '{"a":[1]}', '%PDF-1.7 [1]', 'null'])('%j is no array', (text) => {
  expect(readText(text)).toEqual({ rows: [], slices: [], problem: 'not-an-array' });
});

test('brackets, commas and escaped quotes in strings end nothing', () => {
  const rows = [
    { a: '},{"', b: '\\', c: '\\"],[' },
    { d: [{ e: '[' }, []], f: '\u{1F3B5}"' },
  ];
  expect(readText(JSON.stringify(rows)).rows).toEqual(rows);
  expect(readText(JSON.stringify(rows, null, 2)).rows).toEqual(rows);
});

test('a broken row is set apart and the others are kept', () => {
  expect(readText('[{"a":1},{"a":},{"a":3}]')).toMatchObject({
    rows: [{ a: 1 }, UNREADABLE, { a: 3 }],
    problem: null,
  });
  expect(readText('[1,,2,]').rows).toEqual([1, UNREADABLE, 2]);
  expect(readText('[{"a":1}},{"a":2}]').rows).toEqual([UNREADABLE, { a: 2 }]);
});

test('a missing quote harms its own line only', () => {
  expect(readText('[\n{"a": "x\n},\n{"a": "y"}\n]').rows).toEqual([UNREADABLE, { a: 'y' }]);
});

test('a truncated array keeps the rows before the cut', () => {
  expect(readText('[{"a":1},{"a":2},{"a":"x')).toMatchObject({
    rows: [{ a: 1 }, { a: 2 }],
    problem: 'truncated',
  });
  expect(readText('[{"a":1},{"a":2}')).toMatchObject({ rows: [{ a: 1 }, { a: 2 }], problem: 'truncated' });
});

test('text after the array is a problem and no row', () => {
  expect(readText('[1]\n [2]')).toMatchObject({ rows: [1], problem: 'trailing-text' });
});

test('a row beyond the bounds is unreadable, and nothing else is', () => {
  const long = JSON.stringify({ a: 'x'.repeat(10 * 1024 * 1024) });
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const fitting = 'x'.repeat(MAX_ROW_BYTES - 2);
  expect(readText(`[1,${long},"${fitting}","${fitting}x",${deep.slice(0, 60_000)}`).rows).toEqual([
    1,
    new UnreadableRow('it is too long'),
    fitting,
    new UnreadableRow('it is too long'),
  ]);
  expect(readText(`[${deep.slice(90_000, 110_000)},2]`).rows).toEqual([
    new UnreadableRow('it is nested too deeply'),
    2,
  ]);
});

test('rows come in slices, and long rows in smaller ones', () => {
  expect(readText(`[${'1,'.repeat(2 * SLICE_ROWS)}2]`).slices).toEqual([SLICE_ROWS, SLICE_ROWS, 1]);
  const long = `"${'x'.repeat(MAX_ROW_BYTES - 2)}",`;
  for (const slice of readText(`[${long.repeat(40)}1]`).slices) expect(slice).toBeLessThan(20);
});

test('where the pieces are cut does not matter, be the text sound or broken', () => {
  const places = fc.array(fc.nat(), { maxLength: 12 });
  const text = fc
    .tuple(
      fc.array(fc.json({ depthSize: 'small', stringUnit: 'grapheme' })),
      fc.constantFrom(',', ' ,\n', ',,'),
    )
    .map(([rows, comma]) => Buffer.from(`\uFEFF [${rows.join(comma)}] `));
  const damage = fc.option(
    fc.tuple(fc.nat(), fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', '\n', '\0')),
  );
  const noise = fc.tuple(text, damage, fc.option(fc.nat())).map(([bytes, change, length]) => {
    const copy = Buffer.from(bytes);
    if (change) copy.write(change[1], change[0] % copy.length);
    return length === null ? copy : copy.subarray(0, length % copy.length);
  });
  fc.assert(
    fc.property(noise, places, (bytes, at) => {
      const whole = read([bytes]);
      expect(read(cutAt(bytes, at))).toEqual(whole);
      expect(read(cutAt(bytes, [...bytes.keys()]))).toEqual(whole);
    }),
    { numRuns: 1_000 },
  );
});

test('sound rows are what JSON.parse makes of the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ depthSize: 'small' })), fc.nat(4), (rows, indent) => {
      const text = JSON.stringify(rows, null, indent);
      expect(readText(text)).toMatchObject({ rows: JSON.parse(text), problem: null });
    }),
    { numRuns: 500 },
  );
});
