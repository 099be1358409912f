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

test('a track leads to its own page, in all time, and so do artists and albums', () => {
  const search = { range: 'all' };
  expect(findEntry('tracks', entry).place).toEqual({
    to: '/spotify/analytics/tracks/$trackId',
    params: { trackId: '7' },
    search,
  });
  expect(findEntry('artists', entry).place).toMatchObject({ params: { artistId: '7' }, search });
  expect(findEntry('albums', entry).place).toMatchObject({ params: { albumId: '7' }, search });
});

test('lines of different kinds have different names in the page', () => {
  expect(findEntry('tracks', entry).id).not.toBe(findEntry('albums', entry).id);
});
