import type { Import, ImportProgress, ImportState, ImportStatistics } from '@analytics/contract/import';
import { describe, expect, test } from 'vitest';
import { failureAdvice, fileWords, importOutcome, importTitle, yearWords } from './import-words.ts';
import { stageAmount, stagePart, stageWords } from './progress-words.ts';
import { verdictName, verdictWords } from './verdict-words.ts';

const nothing: ImportStatistics = {
  totalRows: 0,
  toImport: 0,
  repeatedInFile: 0,
  exactDuplicates: 0,
  windowDuplicates: 0,
  sequenceDuplicates: 0,
  short: 0,
  excluded: 0,
  incognito: 0,
  podcasts: 0,
  withoutTrack: 0,
  malformed: 0,
  byYear: {},
  firstPlayedAt: null,
  lastPlayedAt: null,
  files: [],
};
const upload = (
  state: ImportState,
  statistics: Partial<ImportStatistics> | null = null,
  progress: ImportProgress | null = null,
): Import => ({
  id: 1,
  state,
  createdAt: '2026-11-24T12:00:00.000Z',
  fileNames: ['my_spotify_data.zip'],
  progress,
  statistics: statistics === null ? null : { ...nothing, ...statistics },
  error: null,
});

test('files are named by the first and the number of others', () => {
  expect(fileWords(['my_spotify_data.zip'])).toBe('my_spotify_data.zip');
  expect(fileWords(['a.json', 'b.json'])).toBe('a.json and 1 more file');
  expect(fileWords(['a.json', 'b.json', 'c.json'])).toBe('a.json and 2 more files');
});

test('every verdict has its own words and its own count', () => {
  expect(new Set(verdictWords.map(({ count }) => count)).size).toBe(verdictWords.length);
  expect(new Set(verdictWords.map(({ verdict }) => verdictName(verdict))).size).toBe(8);
});

describe('an upload that has come to its end', () => {
  test('says what it added and what it left out', () => {
    expect(importOutcome(upload('imported', { totalRows: 1200, toImport: 1000 }))).toBe(
      '1,000 plays added, 200 rows left out',
    );
    expect(importOutcome(upload('imported', { totalRows: 1, toImport: 1 }))).toBe('1 play added');
    expect(importOutcome(upload('imported', { totalRows: 7 }))).toBe('Nothing new, 7 rows left out');
    expect(importTitle(upload('imported', { totalRows: 7 }))).toBe('Your history is up to date');
  });

  test('that is being undone is neither there nor gone', () => {
    const undoing = upload('imported', { toImport: 3 }, { stage: 'undoing', done: 0, total: 1 });
    expect([importTitle(undoing), importOutcome(undoing)]).toEqual(['Undoing', 'Is being undone']);
  });

  test('with a failure comes with what to do, by the reason', () => {
    const gaveUp = upload('failed');
    const noHistory = upload('failed', {});
    const onlyPodcasts = upload('failed', { totalRows: 5, podcasts: 5 });
    const gaveUpLater = upload('failed', { totalRows: 5, podcasts: 1, toImport: 4 });
    expect(failureAdvice(gaveUp)).toMatch(/^Add the same files again/);
    expect(failureAdvice(noHistory)).toContain('how to get it from Spotify');
    expect(failureAdvice(onlyPodcasts)).toContain('receipt');
    expect(failureAdvice(gaveUpLater)).toContain('Add the same files again');
  });
});

test('the years of what is new', () => {
  expect(yearWords(nothing)).toBe('');
  expect(yearWords({ ...nothing, byYear: { '2024': 3 } })).toBe(' from 2024');
  expect(yearWords({ ...nothing, byYear: { '2026': 1, '2018': 3, '2020': 2 } })).toBe(' from 2018 to 2026');
});

describe('work in progress', () => {
  const words = (...args: Parameters<typeof upload>) => {
    const work = upload(...args);
    return [stageWords(work), stagePart(work), stageAmount(work)];
  };

  test('tells reading from comparing', () => {
    expect(words('analysing')).toEqual(['Opening the files', undefined, '']);
    const reading = { stage: 'reading', done: 24_000_000, total: 96_000_000 };
    expect(words('analysing', null, reading)).toEqual(['Reading the files', 0.25, '24 MB of 96 MB']);
    expect(words('analysing', null, { stage: 'matching', done: 0, total: 0 })).toEqual([
      'Comparing the rows with your history',
      undefined,
      '',
    ]);
    const [comparing, part] = words('analysing', null, { ...reading, done: 96_000_000 });
    expect([comparing, part]).toEqual(['Comparing the rows with your history', undefined]);
  });

  test('shows no part where nothing is known of it', () => {
    const atOnce = { stage: 'importing', done: 0, total: 140_000 };
    expect(words('importing', {}, atOnce)).toEqual(['Adding plays to your history', undefined, '']);
    expect(words('importing', {}, { ...atOnce, done: 70_000 })).toEqual([
      'Adding plays to your history',
      0.5,
      '70,000 of 140,000 rows',
    ]);
    const undoing = { stage: 'undoing', done: 0, total: 1 };
    expect(words('imported', {}, undoing)).toEqual(['Taking the import back', undefined, '']);
    expect(words('importing', {}, { stage: 'importing', done: 0, total: 0 })[1]).toBeUndefined();
  });
});
