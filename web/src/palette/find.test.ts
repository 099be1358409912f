import { expect, test } from 'vitest';
import { findEntry, findPages } from './find.ts';

const entry = {
  id: 7,
  rank: 1,
  name: 'See You Again',
  byline: 'Tyler, The Creator, Kali Uchis',
  imageUrl: null,
  spotifyUrl: null,
  plays: 1,
  ms: 1,
  share: 1,
  firstPlayedAt: '2025-01-01T00:00:00Z',
  lastPlayedAt: '2025-01-01T00:00:00Z',
};

test('pages are found by any part of their names, and all before anything is typed', () => {
  expect(findPages('ART').map(({ name }) => name)).toEqual(['Artists']);
  expect(findPages('').length).toBeGreaterThan(5);
  expect(findPages('nowhere')).toEqual([]);
});

test('a track leads to its plays, an artist to their tracks', () => {
  expect(findEntry('tracks', entry).place).toEqual({
    to: '/spotify/analytics/history',
    search: { range: 'all', search: 'See You Again Tyler' },
  });
  expect(findEntry('artists', { ...entry, name: 'Kali Uchis', byline: '' }).place).toEqual({
    to: '/spotify/analytics/tracks',
    search: { range: 'all', search: 'Kali Uchis' },
  });
});

test('lines of different kinds have different names in the page', () => {
  expect(findEntry('tracks', entry).id).not.toBe(findEntry('albums', entry).id);
});
