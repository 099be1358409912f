import { expect, test } from 'vitest';
import { JsonLinesFraming } from './read-json-lines.ts';
import { MAX_ROW_BYTES, RowReader, UnreadableRow } from './read-rows.ts';

function read(text: string): unknown[] {
  const reader = new RowReader(new JsonLinesFraming());
  return [...reader.push(Buffer.from(text)), ...reader.end()].flat();
}

const UNREADABLE = new UnreadableRow('it is not valid JSON');
const TOO_LONG = new UnreadableRow('it is too long');

test('a value a line, with or without a break at the end, blank lines passed over', () => {
  const rows = [{ a: 'x\ny' }, { a: '\u{1F3B5}' }];
  const lines = rows.map((row) => JSON.stringify(row));
  expect(read(lines.join('\n'))).toEqual(rows);
  expect(read(`${lines.join('\r\n\r\n')}\r\n`)).toEqual(rows);
});

test('a broken line harms no other', () => {
  expect(read('{"a":1}\n{"a":"\n{"a":2}{\n[1\n2]\n{"a":3}')).toEqual([
    { a: 1 },
    UNREADABLE,
    UNREADABLE,
    UNREADABLE,
    UNREADABLE,
    { a: 3 },
  ]);
});

test('a line that is too long is unreadable, and nothing else is', () => {
  const fitting = 'x'.repeat(MAX_ROW_BYTES - 2);
  const long = 'x'.repeat(10 * 1024 * 1024);
  expect(read(`1\n"${long}"\n"${fitting}"\n2\n"${long}`)).toEqual([1, TOO_LONG, fitting, 2, TOO_LONG]);
});
