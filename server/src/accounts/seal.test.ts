import { expect, test } from 'vitest';
import { createSeal } from './seal.ts';

const seal = createSeal('a secret key of thirty-two characters');
const text = 'AQ-refresh-token 🎵';

test('what was sealed opens again, also by another process with the same key', () => {
  expect(createSeal('a secret key of thirty-two characters').open(seal.seal(text))).toBe(text);
  expect(seal.open(seal.seal(''))).toBe('');
});

test('nothing of the text or the key can be read in the envelope, and no two are alike', () => {
  const [one, two] = [seal.seal(text), seal.seal(text)];
  expect(one.toString('latin1')).not.toContain('refresh');
  expect(one.equals(two)).toBe(false);
  expect(one.subarray(17).equals(two.subarray(17))).toBe(false);
});

test('another key does not open it', () => {
  const other = createSeal('another secret key of many characters');
  expect(other.open(seal.seal(text))).toBeUndefined();
});

test('what the former key has sealed opens too, and what is sealed now needs the current one alone', () => {
  const changed = createSeal(
    'another secret key of many characters',
    'a secret key of thirty-two characters',
  );
  const before = seal.seal(text);
  expect(changed.open(before)).toBe(text);
  expect(changed.formerMark?.equals(before.subarray(0, 5))).toBe(true);
  const anew = changed.seal(text);
  expect(changed.formerMark?.equals(anew.subarray(0, 5))).toBe(false);
  expect(createSeal('another secret key of many characters').open(anew)).toBe(text);
  expect(seal.open(anew)).toBeUndefined();
});

test('a former key that is the current one is none', () => {
  const same = 'a secret key of thirty-two characters';
  expect(createSeal(same, same).formerMark).toBeUndefined();
});

test('a bit that was changed anywhere is noticed', () => {
  const envelope = seal.seal(text);
  for (let position = 0; position < envelope.length; position += 1) {
    const altered = Buffer.from(envelope);
    altered.writeUInt8((altered[position] ?? 0) ^ 1, position);
    expect(seal.open(altered)).toBeUndefined();
  }
  expect(seal.open(envelope.subarray(0, -1))).toBeUndefined();
});
