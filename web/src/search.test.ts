import { expect, test } from 'vitest';
import {
  parseSearch,
  readHistorySearch,
  readLeaderboardSearch,
  readOverviewSearch,
  readPlaylistSearch,
  readReceiptSearch,
  stringifySearch,
} from './search.ts';

test('a query survives being written and read', () => {
  const search = { search: '1999 & more', page: '2', from: '2025-01-01' };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
  expect(stringifySearch({ search: undefined })).toBe('');
});

test('unknown values are left out', () => {
  expect(readOverviewSearch({ unit: 'decade', measure: 'time', range: 'all' })).toEqual({
    measure: 'time',
    range: 'all',
  });
  expect(readHistorySearch({ source: 'radio', counted: 'no', search: '' })).toEqual({ counted: 'no' });
  expect(readLeaderboardSearch({ sort: 'ms', order: 'up', page: '0' })).toEqual({ sort: 'ms' });
  expect(readLeaderboardSearch({ page: '12' })).toEqual({ page: '12' });
  expect(readPlaylistSearch({ sort: 'added', played: 'never', page: '2' })).toEqual({
    sort: 'added',
    played: 'never',
    page: '2',
  });
  expect(readPlaylistSearch({ sort: 'rank', played: 'often', page: '-1' })).toEqual({});
  expect(readReceiptSearch({ verdict: 'podcast' })).toEqual({ verdict: 'podcast' });
  expect(readReceiptSearch({ verdict: 'bad' })).toEqual({});
});

test('a search is cut where the server would refuse it', () => {
  expect(readHistorySearch({ search: 'x'.repeat(300) }).search).toHaveLength(200);
});
