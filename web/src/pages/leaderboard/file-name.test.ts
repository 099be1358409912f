import { expect, test } from 'vitest';
import { fileName } from './file-name.ts';

test('a file is called by what is in it', () => {
  const sort = 'plays';
  expect(fileName('tracks', { sort })).toBe('tracks-all-time-by-plays.csv');
  expect(fileName('albums', { sort: 'ms', from: '2024-01-01', to: '2025-01-01' })).toBe(
    'albums-2024-by-time.csv',
  );
  expect(fileName('artists', { sort, from: '2024-03-01', to: '2024-04-01' })).toBe(
    'artists-2024-03-01-to-2024-03-31-by-plays.csv',
  );
  expect(fileName('tracks', { sort, from: '2024-03-01' })).toBe('tracks-since-2024-03-01-by-plays.csv');
  expect(fileName('tracks', { sort, to: '2024-03-01' })).toBe('tracks-until-2024-02-29-by-plays.csv');
});

test('a search is part of its name, without what a file system minds', () => {
  expect(fileName('artists', { sort: 'name', search: ' ../Žofrana / "Kovařík" ' })).toBe(
    'artists-all-time-žofrana-kovařík-by-name.csv',
  );
  expect(fileName('tracks', { sort: 'plays', search: '???' })).toBe('tracks-all-time-by-plays.csv');
});
