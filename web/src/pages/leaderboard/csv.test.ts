import { expect, test } from 'vitest';
import type { LeaderboardEntry } from '../../api/leaderboard.ts';
import { toCsv } from './csv.ts';

const entry: LeaderboardEntry = {
  id: 7,
  rank: 1,
  name: 'Über uns',
  byline: 'Tyler, The Creator, Kali Uchis',
  imageUrl: null,
  spotifyUrl: null,
  plays: 12,
  ms: 345_678,
  share: 0.25,
  firstPlayedAt: '2025-01-01T00:00:00.000Z',
  lastPlayedAt: '2025-02-01T00:00:00.000Z',
};
const times = '2025-01-01T00:00:00.000Z,2025-02-01T00:00:00.000Z';

test('a table has a header, a row per entry, and a mark that says how it is encoded', () => {
  expect(toCsv('tracks', [entry])).toBe(
    '\ufeffrank,name,artists,plays,ms,share,firstPlayedAt,lastPlayedAt,spotifyUrl\r\n' +
      `1,Über uns,"Tyler, The Creator, Kali Uchis",12,345678,0.25,${times},\r\n`,
  );
  expect(toCsv('artists', [{ ...entry, byline: '', spotifyUrl: 'https://open.spotify.com/artist/1' }])).toBe(
    '\ufeffrank,name,plays,ms,share,firstPlayedAt,lastPlayedAt,spotifyUrl\r\n' +
      `1,Über uns,12,345678,0.25,${times},https://open.spotify.com/artist/1\r\n`,
  );
});

const nameCell = (name: string) =>
  toCsv('artists', [{ ...entry, name }])
    .slice(0, -2)
    .split('\r\n1,')[1]
    ?.split(',12,')[0];

test.each([
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['+44', "'+44"],
  ['-1', "'-1"],
  ['@sum', "'@sum"],
  ['\t=1', "'\t=1"],
  ["'=1", "''=1"],
  ["'n Sync", "'n Sync"],
  ['a-ha', 'a-ha'],
])('%j is no formula in a spreadsheet', (name, written) => {
  expect(nameCell(name)).toBe(written);
});

test.each([
  ['Say "Hello"', '"Say ""Hello"""'],
  ['two\nlines', '"two\nlines"'],
])('%j stays in its cell', (name, written) => {
  expect(nameCell(name)).toBe(written);
});
