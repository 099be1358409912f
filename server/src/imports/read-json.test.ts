import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from './read-json.ts';

test('bytes are decoded as they always are', () => {
  const valid = fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text));
  const any = fc.uint8Array().map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.array(fc.oneof(valid, any)), (pieces) => {
      const bytes = Buffer.concat(pieces);
      expect(decodeText(bytes)).toBe(bytes.toString());
    }),
    { numRuns: 1_000 },
  );
});
