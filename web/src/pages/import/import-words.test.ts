import { expect, test } from 'vitest';
import { fileWords, verdictName, verdictWords } from './import-words.ts';

test('files are named by the first and the number of others', () => {
  expect(fileWords(['my_spotify_data.zip'])).toBe('my_spotify_data.zip');
  expect(fileWords(['a.json', 'b.json'])).toBe('a.json and 1 more file');
  expect(fileWords(['a.json', 'b.json', 'c.json'])).toBe('a.json and 2 more files');
});

test('every verdict has its own words and its own count', () => {
  expect(new Set(verdictWords.map(({ count }) => count)).size).toBe(verdictWords.length);
  expect(new Set(verdictWords.map(({ verdict }) => verdictName(verdict))).size).toBe(8);
});
