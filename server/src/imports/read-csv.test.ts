import { stringify } from 'csv-stringify/sync';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvFraming } from './read-csv.ts';
import { RowReader, UnreadableRow } from './read-rows.ts';

function read(text: string): unknown[] {
  const reader = new RowReader(new CsvFraming());
  return [...reader.push(Buffer.from(text)), ...reader.end()].flat();
}

const UNREADABLE = new UnreadableRow('it is not valid CSV');
const UNEVEN = new UnreadableRow('it has not as many cells as the heading');

test('what a table was written from is read again', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', ',', ';', "'", '\n', '\r', '\t', ' ', 'x') }),
  );
  const cells = fc.array(fc.tuple(cell, cell, cell), { maxLength: 40 });
  fc.assert(
    fc.property(cells, fc.constantFrom('\n', '\r\n'), (rows, record_delimiter) => {
      const text = stringify([['a', 'b', 'c'], ...rows], { record_delimiter, quote_record_delimiter: true });
      expect(read(text)).toEqual(rows.map(([a, b, c]) => ({ a: a || null, b: b || null, c: c || null })));
    }),
    { numRuns: 1_000 },
  );
});

test('blank lines, a missing last break and breaks of both kinds do not matter', () => {
  expect(read('a,b\r\n\r\n1,2\n\n"x\r\ny",""\r\n3,4')).toEqual([
    { a: '1', b: '2' },
    { a: 'x\r\ny', b: null },
    { a: '3', b: '4' },
  ]);
});

test('a broken line harms no other', () => {
  expect(read('a,b\n1,2\nx"y",2\n"x"y,2\n1,2,3\n1\n3,4\n"open,')).toEqual([
    { a: '1', b: '2' },
    UNREADABLE,
    UNREADABLE,
    UNEVEN,
    UNEVEN,
    { a: '3', b: '4' },
    UNREADABLE,
  ]);
});

test('a quote that is never closed costs as many lines as a row may be long', () => {
  const line = `${'x'.repeat(1_022)},\n`;
  const rows = read(`a,b\n"${line.repeat(3_000)}1,2\n`);
  expect(rows[0]).toEqual(new UnreadableRow('it is too long'));
  expect(rows.at(-1)).toEqual({ a: '1', b: '2' });
  expect(rows).toHaveLength(1 + 3_000 - 1_025 + 1);
});

test('of a table of too many columns, and of lines of too many cells, no more is read than shows it', () => {
  const wide = 'x,'.repeat(5_000);
  expect(read(`${wide}\n${wide}\n1,2`)).toEqual([UNEVEN, UNEVEN]);
  expect(read(`a,b\n${wide}\n1,2`)).toEqual([UNEVEN, { a: '1', b: '2' }]);
});
