import { expect, test } from 'vitest';
import { SeenRows } from './seen-rows.ts';

/** Identities as alike as those of real rows: a second, a time played and an id that differ in a character. */
function* identities(count: number) {
  for (let at = 0; at < count; at += 1) {
    const seconds = 1_700_000_000 + Math.floor(at / 50);
    yield `${seconds}\0spotify:track:${String(at % 50).padStart(22, '0')}\0${at % 7}\0${seconds - 200}`;
  }
}

test('a row is new once, however many there are', () => {
  const seen = new SeenRows();
  let first = 0;
  for (const identity of identities(400_000)) if (seen.add(identity)) first += 1;
  expect(first).toBe(400_000);
  let again = 0;
  for (const identity of identities(400_000)) if (!seen.add(identity)) again += 1;
  expect(again).toBe(400_000);
});

test('texts that are permutations or parts of each other are told apart', () => {
  const seen = new SeenRows();
  const texts = [
    '',
    'a',
    'b',
    'ab',
    'ba',
    'abc',
    'acb',
    'cab',
    '\0',
    '\0\0',
    'a\0',
    '\0a',
    '12\x003',
    '1\x0023',
  ];
  expect(texts.map((text) => seen.add(text))).toEqual(texts.map(() => true));
  expect(texts.map((text) => seen.add(text))).toEqual(texts.map(() => false));
});
