import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvFraming } from './read-csv.ts';
import { JsonArrayFraming } from './read-json-array.ts';
import { JsonLinesFraming } from './read-json-lines.ts';
import { type RowFraming, RowReader } from './read-rows.ts';

const LONGEST = 60;

/** What becomes of a file that comes in these pieces, if it is cut by windows of that size. */
function read(framing: RowFraming, pieces: readonly Buffer[], windowBytes: number) {
  const reader = new RowReader(framing, windowBytes, LONGEST);
  const rows = pieces.flatMap((piece) => [...reader.push(piece)].flat());
  rows.push(...[...reader.end()].flat());
  return { rows, problem: reader.problem };
}

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
}

const value = fc.json({ depthSize: 'small', stringUnit: 'grapheme', maxDepth: 3 });
const tricky = fc.constantFrom(
  '{"a":"},{"}',
  '{"a":[{"b":1},{"c":"\\"},"}]}',
  '{"a":"\\\\"}',
  `{"a":"${'x'.repeat(LONGEST - 8)}"}`,
  `{"a":"${'x'.repeat(LONGEST - 7)}"}`,
  `{"a":[${'{"b":1},'.repeat(12)}1]}`,
  '{"a":1',
  '{"a":"',
  '"a","b""c",d',
  '"a\nb",c',
  `"${'y'.repeat(LONGEST)}",z`,
  'a"b,c',
  '',
);
const row = fc.oneof(value, tricky);
const damage = fc.option(
  fc.tuple(fc.nat(), fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', '\n', '\0', '\xff')),
);

/** Sound and broken files; the break is often put where it hurts. */
const files = (opening: string, between: string[], ending: string) =>
  fc
    .tuple(fc.array(row, { maxLength: 30 }), fc.constantFrom(...between), damage, fc.option(fc.nat()))
    .map(([rows, separator, change, length]) => {
      const bytes = Buffer.from(`${opening}${rows.join(separator)}${ending}`);
      if (change) bytes.write(change[1], change[0] % bytes.length, 'latin1');
      return length === null ? bytes : bytes.subarray(0, 1 + (length % bytes.length));
    });

describe.each([
  ['a JSON array', () => new JsonArrayFraming(), files('[', [',', ' ,\n', ',,', '},'], '] ')],
  ['lines of JSON', () => new JsonLinesFraming(), files('{}\n', ['\n', '\r\n', '\n\n'], '\n')],
  ['a table', () => new CsvFraming(), files('a,b\r\n', ['\n', '\r\n', '",\n'], '\r\n')],
] as const)('%s', (_, framing, file) => {
  test('is read alike wherever the pieces and the windows are cut', () => {
    const places = fc.array(fc.nat(), { maxLength: 12 });
    fc.assert(
      fc.property(file, places, fc.integer({ min: 1, max: LONGEST + 1 }), (bytes, at, windowBytes) => {
        const whole = read(framing(), [bytes], LONGEST + 2);
        expect(read(framing(), cutAt(bytes, at), LONGEST + 2)).toEqual(whole);
        expect(read(framing(), [bytes], windowBytes)).toEqual(whole);
        expect(read(framing(), cutAt(bytes, [...bytes.keys()]), windowBytes)).toEqual(whole);
      }),
      { numRuns: 1_000 },
    );
  });
});
