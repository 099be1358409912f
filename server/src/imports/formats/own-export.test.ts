import { expect, test } from 'vitest';
import { ownCsv, ownJsonLines } from './own-export.ts';

const NOW = Date.UTC(2026, 10, 24);
const PLACE = { file: 0, row: 0 };
const ID = '4uLU6hMCjMI75M1A2tKUQC';
const LOCAL = 'spotify:local:Fugees:The+Score:No+Woman%2C+No+Cry:273';
const SOUND = {
  playedAt: '2026-02-25T20:15:20.497Z',
  msPlayed: 200_000,
  msPlayedIsEstimate: true,
  playedAtPrecisionMs: 1,
  ordinal: 0,
  source: 'recently-played',
  spotifyId: ID,
  localUri: null,
  trackName: 'A Track',
  artistName: 'An Artist',
  artistNames: ['An Artist', 'Another'],
  albumName: 'An Album',
  platform: 'android',
  country: 'DE',
  shuffle: true,
  skipped: false,
  offline: null,
  reasonStart: 'trackdone',
  reasonEnd: 'fwdbtn',
  counted: true,
};

function read(changes: Record<string, unknown>) {
  return ownJsonLines.read({ ...SOUND, ...changes }, PLACE, NOW);
}

/** As the cells of a table have it, with one apostrophe more before what looks like a formula. */
function readCells(changes: Record<string, unknown>) {
  const cells = Object.entries({ ...SOUND, ...changes }).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join('; ') : String(value ?? '');
    return [name, (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text) || null];
  });
  return ownCsv.read(Object.fromEntries(cells), PLACE, NOW);
}

test('a play as it was exported', () => {
  expect(read({})).toEqual({
    file: 0,
    row: 0,
    verdict: null,
    reason: null,
    playedAt: Date.UTC(2026, 1, 25, 20, 15, 20, 497),
    precisionMs: 1,
    msPlayed: 200_000,
    msPlayedIsEstimate: true,
    spotifyId: ID,
    localUri: null,
    trackName: 'A Track',
    artistName: 'An Artist',
    albumName: 'An Album',
    platform: 'android',
    country: 'DE',
    reasonStart: 'trackdone',
    reasonEnd: 'fwdbtn',
    shuffle: true,
    skipped: false,
    offline: null,
    identity: ['1772050520497', 200_000, 0, ID].join('\0'),
  });
});

test.each([
  {},
  { msPlayedIsEstimate: false, playedAtPrecisionMs: 60_000, ordinal: 3 },
  { spotifyId: null, localUri: LOCAL, albumName: null },
  { spotifyId: null, platform: null, country: null, shuffle: null, reasonStart: null },
  {
    trackName: '=1+1',
    artistName: "'-x",
    albumName: "''",
    platform: '\tx',
    reasonStart: "''@",
    offline: true,
  },
  { trackName: "'tis", artistName: '17', albumName: 'true', reasonEnd: 'false' },
  { spotifyId: null, trackName: null },
  { msPlayed: null },
  { playedAt: null },
])('%j is the same in a table', (changes) => {
  expect(readCells(changes)).toEqual(read(changes));
});

test('a minute stays a minute', () => {
  expect(read({ playedAtPrecisionMs: 60_000 }).precisionMs).toBe(60_000);
  expect(read({ playedAtPrecisionMs: 7 }).precisionMs).toBe(1);
});

test('a track is known by its id, its local URI or its names', () => {
  expect(read({ spotifyId: null, localUri: LOCAL, trackName: null, artistName: null })).toMatchObject({
    verdict: null,
    spotifyId: null,
    localUri: LOCAL,
    trackName: 'No Woman, No Cry',
    artistName: 'Fugees',
  });
  expect(read({ spotifyId: null })).toMatchObject({ verdict: null, spotifyId: null, localUri: null });
  expect(read({ trackName: null, artistName: null })).toMatchObject({ verdict: null, spotifyId: ID });
  expect(read({ spotifyId: null, artistName: null }).verdict).toBe('without-track');
  expect(read({ spotifyId: null, trackName: '' }).verdict).toBe('without-track');
});

test.each([
  { playedAt: '1970-01-01T00:00:00.000Z' },
  { msPlayed: 1.5 },
  { msPlayed: '200000' },
  { ordinal: -1 },
  { ordinal: null },
  { ordinal: '0' },
  { spotifyId: 'short' },
  { spotifyId: null, localUri: 'https://example.org' },
])('%j is malformed', (changes) => {
  expect(read(changes)).toMatchObject({
    verdict: 'malformed',
    trackName: read({}).trackName,
    spotifyId: null,
  });
});

test('numbers and flags of a table that are none are not guessed', () => {
  expect(readCells({ msPlayed: '0x10' }).verdict).toBe('malformed');
  expect(readCells({ ordinal: '1e2' }).verdict).toBe('malformed');
  expect(readCells({ shuffle: 'TRUE', msPlayedIsEstimate: '1' })).toMatchObject({
    shuffle: null,
    msPlayedIsEstimate: false,
  });
});

test('an identity is that of the instant, the track, the time played and the ordinal', () => {
  const named = { spotifyId: null };
  expect(read({ artistNames: [], platform: null, counted: false }).identity).toBe(read({}).identity);
  expect(read({ trackName: 'Renamed' }).identity).toBe(read({}).identity);
  for (const change of [
    { playedAt: '2026-02-25T20:15:20.498Z' },
    { msPlayed: 1 },
    { ordinal: 1 },
    { spotifyId: '0000000000000000000000' },
    { spotifyId: null, localUri: LOCAL },
    named,
  ]) {
    expect(read(change).identity).not.toBe(read({}).identity);
  }
  expect(read({ ...named, trackName: 'Other' }).identity).not.toBe(read(named).identity);
  expect(read({ ...named, artistName: 'An', trackName: 'Artist A Track' }).identity).not.toBe(
    read(named).identity,
  );
});
