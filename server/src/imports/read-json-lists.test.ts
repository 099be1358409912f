import { expect, test } from 'vitest';
import { JsonArrayFraming } from './read-json-array.ts';
import { JsonLinesFraming } from './read-json-lines.ts';
import { JsonListsFraming } from './read-json-lists.ts';
import { RowReader, UnreadableRow } from './read-rows.ts';

const ROWS = Array.from({ length: 3_000 }, (_, n) => ({
  n,
  text: `}],"track":[{"${n}"`,
  deep: [[{}], { items: 1 }],
}));

function read(text: string, pieceBytes = 1_000_000) {
  const bytes = Buffer.from(text);
  const reader = new RowReader(
    new JsonListsFraming(text.startsWith('[') ? new JsonArrayFraming() : new JsonLinesFraming()),
  );
  const rows: unknown[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    rows.push(...[...reader.push(bytes.subarray(at, at + pieceBytes))].flat());
  rows.push(...[...reader.end()].flat());
  return { rows, problem: reader.problem };
}

const pages = [ROWS.slice(0, 1_000), ROWS.slice(1_000, 1_010), [], ROWS.slice(1_010)];

test.each([
  ['a list in an object', JSON.stringify({ version: '1', user: 'x', listens: ROWS })],
  ['a list in an indented object', JSON.stringify({ maloja: { export_time: 1 }, scrobbles: ROWS }, null, 3)],
  ['a list in an object in an object', JSON.stringify({ payload: { count: 3, listens: ROWS } })],
  ['pages in an array', JSON.stringify(pages.map((track) => ({ track, '@attr': { page: '1' } })))],
  [
    'pages in an indented array',
    JSON.stringify(
      pages.map((track) => ({ '@attr': {}, track })),
      null,
      2,
    ),
  ],
  ['a page a line', pages.map((track) => JSON.stringify({ recenttracks: { track } })).join('\n')],
  ['an array', JSON.stringify(ROWS)],
  ['lines', ROWS.map((row) => JSON.stringify(row)).join('\n')],
])('%s', (_, text) => {
  const expected = { rows: ROWS, problem: null };
  expect(read(text)).toEqual(expected);
  expect(read(text, 997)).toEqual(expected);
  expect(read(text, 1)).toEqual(expected);
});

test('a broken row costs itself alone, and an end in the middle is told', () => {
  const whole = JSON.stringify({ listens: ROWS.slice(0, 3) });
  expect(read(whole.replace('"n":1,', '"n":,'))).toEqual({
    rows: [ROWS[0], new UnreadableRow('it is not valid JSON'), ROWS[2]],
    problem: null,
  });
  expect(read(whole.slice(0, -20))).toEqual({ rows: ROWS.slice(0, 2), problem: 'truncated' });
});

test('a name of a list that comes late or in a text is none', () => {
  const late = [{ text: '"list":[1' }, { text: 'x'.repeat(2_000), list: [1] }];
  expect(read(JSON.stringify(late))).toEqual({ rows: late, problem: null });
});
