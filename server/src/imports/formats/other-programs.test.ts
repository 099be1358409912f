import { expect, test } from 'vitest';
import { ODD_TIME } from '../export-row.ts';
import { koito } from './koito.ts';
import { lastFmCsv, lastFmJson } from './last-fm.ts';
import { listenBrainz } from './listenbrainz.ts';
import { maloja } from './maloja.ts';
import { playedTracks } from './played-tracks.ts';

const NOW = Date.UTC(2026, 10, 24);
const PLACE = { file: 1, row: 2 };
const AT = Date.UTC(2016, 4, 31, 20, 46, 9);
const MINUTE = Date.UTC(2016, 4, 31, 20, 46);
const ID = '4uLU6hMCjMI75M1A2tKUQC';
const NAMES = { trackName: 'A Track', artistName: 'An Artist', albumName: 'An Album' };

const SOUND = {
  csv: { artist: 'An Artist', album: 'An Album', name: 'A Track', date: '31 May 2016 20:46' },
  table: { uts: '1464727569', utc_time: '', artist: 'An Artist', album: 'An Album', track: 'A Track' },
  page: {
    artist: { '#text': 'An Artist' },
    album: { '#text': 'An Album' },
    name: 'A Track',
    date: { uts: '1464727569', '#text': '31 May 2016, 20:46' },
  },
  listen: {
    listened_at: 1_464_727_569,
    track_metadata: {
      artist_name: 'An Artist, Another',
      track_name: 'A Track',
      release_name: 'An Album',
      additional_info: { artist_names: ['An Artist', 'Another'], duration_ms: 200_000 },
    },
  },
  koito: {
    listened_at: '2016-05-31T20:46:09Z',
    track: { duration: 200, aliases: [{ alias: 'A Track', is_primary: true }] },
    album: { aliases: [{ alias: 'An Album', is_primary: true }] },
    artists: [{ is_primary: false, aliases: [{ alias: 'An Artist' }] }],
  },
  scrobble: {
    time: 1_464_727_569,
    track: {
      artists: ['An Artist', 'Another'],
      title: 'A Track',
      album: { albumtitle: 'An Album' },
      length: 300,
    },
    duration: 200,
    origin: 'client:x',
  },
  played: {
    played_at: '2016-05-31T20:46:09.000Z',
    track: {
      id: ID,
      name: 'A Track',
      artists: [{ name: 'An Artist' }, { name: 'Another' }],
      album: { name: 'An Album' },
      duration_ms: 200_000,
    },
  },
};

const FORMATS = {
  csv: lastFmCsv,
  table: lastFmCsv,
  page: lastFmJson,
  listen: listenBrainz,
  koito,
  scrobble: maloja,
  played: playedTracks,
};
type Kind = keyof typeof FORMATS;

function read(kind: Kind, changes: object = {}) {
  return FORMATS[kind].read({ ...SOUND[kind], ...changes }, PLACE, NOW);
}

const listenOf = (info: object, over: object = {}) =>
  read('listen', {
    track_metadata: { ...SOUND.listen.track_metadata, additional_info: info, ...over },
  });

test.each([
  ['csv', { playedAt: MINUTE, precisionMs: 60_000, msPlayed: null, spotifyId: null }],
  ['table', { playedAt: AT, precisionMs: 1, msPlayed: null, spotifyId: null }],
  ['page', { playedAt: AT, precisionMs: 1, msPlayed: null, spotifyId: null }],
  ['listen', { playedAt: AT, precisionMs: 1, msPlayed: 200_000, spotifyId: null }],
  ['koito', { playedAt: AT, precisionMs: 1, msPlayed: 200_000, spotifyId: null }],
  ['scrobble', { playedAt: AT, precisionMs: 1, msPlayed: 200_000, spotifyId: null }],
  ['played', { playedAt: AT, precisionMs: 1, msPlayed: 200_000, spotifyId: ID }],
] as const)('a %s as it was exported, recognised as no other', (kind, expected) => {
  const known = { file: 1, row: 2, verdict: null, reason: null, msPlayedIsEstimate: true, ...NAMES };
  expect(read(kind)).toMatchObject({ ...known, ...expected });
  const { framing } = FORMATS[kind];
  const kinds = Object.values(FORMATS).filter(
    (format) => format.framing === framing && format.recognises(SOUND[kind]),
  );
  expect(new Set(kinds)).toEqual(new Set([FORMATS[kind]]));
});

test.each<[Kind, object]>([
  ['csv', { date: null }],
  ['csv', { date: '31 Mai 2016 20:46' }],
  ['csv', { date: '31 Feb 2016 20:46' }],
  ['csv', { date: '01 Jan 1970 00:00' }],
  ['csv', { date: '31 May 2099 20:46' }],
  ['table', { uts: '0' }],
  ['table', { uts: '4090000000' }],
  ['table', { uts: '9'.repeat(400) }],
  ['table', { uts: '0x57', utc_time: 'yesterday' }],
  ['page', { date: undefined, '@attr': { nowplaying: 'true' } }],
  ['page', { date: { uts: {}, '#text': ['31 May 2016, 20:46'] } }],
  ['page', { date: null }],
  ['listen', { listened_at: 0 }],
  ['listen', { listened_at: 4_090_000_000 }],
  ['listen', { listened_at: Number.NaN }],
  ['listen', { listened_at: [1_464_727_569] }],
  ['koito', { listened_at: '1970-01-01T00:00:00Z' }],
  ['koito', { listened_at: 1_464_727_569 }],
  ['scrobble', { time: null }],
  ['scrobble', { time: -1 }],
  ['scrobble', { time: 1e300 }],
  ['played', { played_at: { $date: 7 } }],
  ['played', { played_at: '2099-01-01T00:00:00Z' }],
])('%s with %j is malformed', (kind, changes) => {
  expect(read(kind, changes)).toMatchObject({ verdict: 'malformed', reason: ODD_TIME, playedAt: null });
});

test.each<[Kind, object]>([
  ['csv', { artist: null }],
  ['table', { track: '' }],
  ['page', { artist: { '#text': 7 } }],
  ['page', { name: {} }],
  ['listen', { track_metadata: null }],
  ['listen', { track_metadata: [] }],
  ['koito', { track: 'A Track' }],
  ['koito', { artists: [null] }],
  ['koito', { artists: {} }],
  ['scrobble', { track: { artists: 'An Artist', title: 'A Track' } }],
  ['scrobble', { track: 5 }],
  ['played', { track: { id: 'short', artists: [], name: 'A Track' } }],
  ['played', { track: null, id: 7 }],
])('%s with %j names no track', (kind, changes) => {
  expect(read(kind, changes)).toMatchObject({ verdict: 'without-track' });
});

test('texts are made fit for the database', () => {
  expect(read('csv', { name: 'a\0b' }).trackName).toBe('a\uFFFDb');
  expect(read('scrobble', { track: { artists: ['\uD800'], title: 'x'.repeat(5_000) } })).toMatchObject({
    artistName: '\uFFFD',
    trackName: 'x'.repeat(1_000),
  });
});

test('a length that cannot be is unknown', () => {
  for (const duration of [0, -5, 1e9, '200', null, Number.POSITIVE_INFINITY]) {
    expect(read('koito', { track: { ...SOUND.koito.track, duration } }).msPlayed).toBeNull();
  }
  expect(read('scrobble', { duration: null }).msPlayed).toBe(300_000);
  expect(listenOf({ duration: 210 }).msPlayed).toBe(210_000);
});

test('ListenBrainz: what it took from Spotify bears the end, and what Spotify calls it is found', () => {
  const taken = { music_service: 'spotify.com', submission_client: 'listenbrainz', duration_ms: 200_000 };
  expect(listenOf({ ...taken, spotify_id: `https://open.spotify.com/track/${ID}` })).toMatchObject({
    playedAt: AT - 200_000,
    spotifyId: ID,
  });
  expect(listenOf({ ...taken, submission_client: 'BrainzPlayer' }).playedAt).toBe(AT);
  expect(listenOf({ origin_url: `http://open.spotify.com/track/${ID}?si=1` }).spotifyId).toBe(ID);
  expect(listenOf({ origin_url: 'https://youtu.be/dQw4w9WgXcQ' }).spotifyId).toBeNull();
  const mapping = { artists: [{ artist_credit_name: 'An Artist' }] };
  expect(listenOf({}, { mbid_mapping: mapping }).artistName).toBe('An Artist');
  expect(listenOf({}, { mbid_mapping: { artists: [{ artist_credit_name: 'Анна' }] } }).artistName).toBe(
    'An Artist, Another',
  );
});

test('plays of the recent list: as MongoDB writes them, with an id alone, and of a local file', () => {
  const bare = {
    played_at: { $date: '2016-05-31T20:46:09Z' },
    id: ID,
    durationMs: 180_000,
    track: undefined,
  };
  expect(read('played', bare)).toMatchObject({
    verdict: null,
    playedAt: AT,
    spotifyId: ID,
    msPlayed: 180_000,
  });
  const uri = 'spotify:local:Fugees:The+Score:No+Woman%2C+No+Cry:273';
  expect(read('played', { track: { id: null, uri } })).toMatchObject({
    verdict: null,
    spotifyId: null,
    localUri: uri,
    trackName: 'No Woman, No Cry',
  });
});

test('one scrobble of Last.fm is the same to the second and to the minute, others are not', () => {
  expect(read('table').identity).toBe(read('csv').identity);
  expect(read('page').identity).toBe(read('csv').identity);
  expect(read('csv', { date: '31 May 2016 20:47' }).identity).not.toBe(read('csv').identity);
  expect(read('csv', { artist: 'An', name: 'Artist A Track' }).identity).not.toBe(read('csv').identity);
});
