import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonArrayFraming } from './read-json-array.ts';
import { MAX_ROW_BYTES, RowReader, UnreadableRow } from './read-rows.ts';

function read(text: string) {
  const reader = new RowReader(new JsonArrayFraming());
  const rows = [...reader.push(Buffer.from(text)), ...reader.end()].flat();
  return { rows, problem: reader.problem };
}

const UNREADABLE = new UnreadableRow('it is not valid JSON');
const TOO_LONG = new UnreadableRow('it is too long');

test.each(['[]', '[ ] \n', '[\r\n]'])('%j is an empty array', (text) => {
  expect(read(text)).toEqual({ rows: [], problem: null });
});

test('sound rows are what JSON.parse makes of the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ depthSize: 'small' })), fc.nat(4), (rows, indent) => {
      const text = JSON.stringify(rows, null, indent);
      expect(read(text)).toEqual({ rows: JSON.parse(text), problem: null });
    }),
    { numRuns: 500 },
  );
});

test('brackets, commas and escaped quotes in strings end nothing', () => {
  const rows = [
    { a: '},{"', b: '\\', c: '\\"],[' },
    { d: [{ e: '[' }, []], f: '\u{1F3B5}"' },
  ];
  expect(read(JSON.stringify(rows)).rows).toEqual(rows);
  expect(read(JSON.stringify(rows, null, 2)).rows).toEqual(rows);
});

test('many rows are all read, in their order', () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => ({ at, name: '},{ é \u{1F3B5}'.slice(0, at % 9) }));
  expect(read(JSON.stringify(rows)).rows).toEqual(rows);
});

test('a broken row is set apart and the others are kept', () => {
  expect(read('[{"a":1},{"a":},{"a":3}]')).toEqual({ rows: [{ a: 1 }, UNREADABLE, { a: 3 }], problem: null });
  expect(read('[1,,2,]').rows).toEqual([1, UNREADABLE, 2]);
  expect(read('[{"a":1}},{"a":2}]').rows).toEqual([UNREADABLE, { a: 2 }]);
});

test('a missing quote harms its own line only', () => {
  expect(read('[\n{"a": "x\n},\n{"a": "y"}\n]').rows).toEqual([UNREADABLE, { a: 'y' }]);
});

test('a truncated array keeps the rows before the cut', () => {
  const rows = [{ a: 1 }, { a: 2 }];
  expect(read('[{"a":1},{"a":2},{"a":"x')).toEqual({ rows, problem: 'truncated' });
  expect(read('[{"a":1},{"a":2}')).toEqual({ rows, problem: 'truncated' });
});

test('text after the array is a problem and no row', () => {
  expect(read('[1]\n [2]')).toEqual({ rows: [1], problem: 'trailing-text' });
  expect(read('[{"a":1}],{"a":2},{"a":3}]')).toEqual({ rows: [{ a: 1 }], problem: 'trailing-text' });
});

test('a row that is too long is unreadable, and nothing else is', () => {
  const fitting = 'x'.repeat(MAX_ROW_BYTES - 2);
  const long = JSON.stringify({ a: '},{"'.repeat(2 * 1024 * 1024) });
  expect(read(`[1,${long},"${fitting}","${fitting}x",[${'{"b":1},'.repeat(200_000)}1],2]`)).toEqual({
    rows: [1, TOO_LONG, fitting, TOO_LONG, TOO_LONG, 2],
    problem: null,
  });
});

test('however deep a row is nested, it ends nothing', () => {
  const depth = MAX_ROW_BYTES / 2;
  const deep = '['.repeat(depth) + ']'.repeat(depth);
  const { rows } = read(
    `[${deep},{"a":1},${deep.slice(0, -1)}},${'{"b":'.repeat(100_000)}1${'}'.repeat(100_000)}]`,
  );
  expect(rows.map((row) => (row instanceof UnreadableRow ? row.reason : Object.keys(row as object)))).toEqual(
    [['0'], ['a'], 'it is not valid JSON', ['b']],
  );
});

test('bytes that are not UTF-8 spoil their character only', () => {
  const bytes = Buffer.concat([
    Buffer.from('[{"a":"é'),
    Buffer.from([0xff, 0xc3]),
    Buffer.from('ü"},{"a":"x"}]'),
  ]);
  const reader = new RowReader(new JsonArrayFraming());
  expect([...reader.push(bytes), ...reader.end()].flat()).toEqual([{ a: 'é\uFFFD\uFFFDü' }, { a: 'x' }]);
});
