import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { extendedHistory } from './extended-history.ts';

const NOW = Date.UTC(2026, 10, 24);
const ID = '4uLU6hMCjMI75M1A2tKUQC';
const SOUND = {
  ts: '2024-03-01T10:00:00Z',
  platform: 'android',
  ms_played: 180_000,
  conn_country: 'DE',
  ip_addr: '192.0.2.7',
  username: 'somebody',
  user_agent_decrypted: 'unknown',
  master_metadata_track_name: 'A Track',
  master_metadata_album_artist_name: 'An Artist',
  master_metadata_album_album_name: 'An Album',
  spotify_track_uri: `spotify:track:${ID}`,
  episode_name: null,
  episode_show_name: null,
  spotify_episode_uri: null,
  reason_start: 'trackdone',
  reason_end: 'fwdbtn',
  shuffle: true,
  skipped: null,
  offline: false,
  offline_timestamp: 1_709_287_020,
  incognito_mode: false,
};

function read(changes: Record<string, unknown>) {
  return extendedHistory.read({ ...SOUND, ...changes }, { file: 3, row: 7 }, NOW);
}

test('a sound row, without what must not be kept', () => {
  const row = read({});
  expect(row).toEqual({
    file: 3,
    row: 7,
    verdict: null,
    reason: null,
    playedAt: Date.UTC(2024, 2, 1, 10),
    precisionMs: 1_000,
    msPlayed: 180_000,
    msPlayedIsEstimate: false,
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
    skipped: null,
    offline: false,
    identity: [Date.UTC(2024, 2, 1, 10) / 1000, 180_000, 1_709_287_020, SOUND.spotify_track_uri].join('\0'),
  });
  expect(JSON.stringify(row)).not.toMatch(/192\.0\.2\.7|somebody/);
});

test('an offline row ended when its start and length say, unless that lies after the upload', () => {
  const startedAt = Date.UTC(2024, 1, 20);
  const offline = (offline_timestamp: number, more = {}) =>
    read({ offline: true, offline_timestamp, ...more }).playedAt;
  expect(offline(startedAt)).toBe(startedAt + 180_000);
  expect(offline(startedAt / 1000)).toBe(startedAt + 180_000);
  expect(offline(Date.UTC(2024, 2, 1, 14) / 1000)).toBe(Date.UTC(2024, 2, 1, 10));
  expect(offline(0)).toBe(Date.UTC(2024, 2, 1, 10));
  expect(offline(5)).toBe(Date.UTC(2024, 2, 1, 10));
  expect(offline(startedAt, { offline: null })).toBe(Date.UTC(2024, 2, 1, 10));
});

test('an identity is the same from an older export in ms and a newer one in s, and else differs', () => {
  expect(read({ offline_timestamp: 1_709_287_020_123 }).identity).toBe(read({}).identity);
  expect(read({ offline_timestamp: null }).identity).toBe(read({ offline_timestamp: 0 }).identity);
  for (const change of [
    { ts: '2024-03-01T10:00:01Z' },
    { ts: '2024-03-01T10:00:00.012Z' },
    { ms_played: 1 },
    { offline_timestamp: 1_709_287_021 },
    { spotify_track_uri: 'spotify:track:0000000000000000000000' },
  ]) {
    expect(read(change).identity).not.toBe(read({}).identity);
  }
});

test('unknown and empty values are null', () => {
  const row = read({ conn_country: 'ZZ', reason_start: '', reason_end: null, shuffle: null, offline: 'yes' });
  expect(row).toMatchObject({
    country: null,
    reasonStart: null,
    reasonEnd: null,
    shuffle: null,
    offline: null,
  });
});

test('a private session keeps nothing but its time', () => {
  const row = read({ incognito_mode: true });
  const { file, row: place, identity, ...rest } = row;
  expect(Object.entries(rest).filter(([, value]) => value !== null)).toEqual([
    ['verdict', 'incognito'],
    ['reason', 'played in a private session'],
    ['playedAt', Date.UTC(2024, 2, 1, 10)],
    ['precisionMs', 1_000],
    ['msPlayed', 180_000],
    ['msPlayedIsEstimate', false],
    ['offline', false],
  ]);
  expect([file, place]).toEqual([3, 7]);
  expect(identity).not.toContain(ID);
});

test.each([
  { spotify_episode_uri: 'spotify:episode:x', episode_name: 'Folge' },
  { audiobook_uri: 'spotify:show:x', audiobook_title: 'Buch' },
  { audiobook_chapter_uri: 'spotify:episode:x' },
  { spotify_track_uri: 'spotify:episode:4uLU6hMCjMI75M1A2tKUQC' },
])('%j is a podcast or an audiobook', (changes) => {
  expect(read({ spotify_track_uri: null, ...changes }).verdict).toBe('podcast');
});

test('a track of a video file is a track, even with an episode beside it', () => {
  expect(read({ episode_name: 'Folge', offline: null })).toMatchObject({ verdict: null, spotifyId: ID });
});

test.each([
  { spotify_track_uri: null },
  { spotify_track_uri: 'spotify:track:short' },
  { spotify_track_uri: '' },
  { spotify_track_uri: null, master_metadata_track_name: null },
  { spotify_track_uri: 17 },
])('%j is without a track', (changes) => {
  expect(read(changes)).toMatchObject({ verdict: 'without-track', spotifyId: null });
});

test('a local file is a track without an id, named by its URI if need be', () => {
  const localUri = 'spotify:local:Fugees+%28Refugee+Camp%29:The+Score:No+Woman%2C+No+Cry:273';
  expect(
    read({
      spotify_track_uri: localUri,
      master_metadata_track_name: null,
      master_metadata_album_artist_name: null,
      master_metadata_album_album_name: null,
    }),
  ).toMatchObject({
    verdict: null,
    spotifyId: null,
    localUri,
    trackName: 'No Woman, No Cry',
    artistName: 'Fugees (Refugee Camp)',
    albumName: 'The Score',
  });
  expect(read({ spotify_track_uri: 'spotify:local:::%E0%A4%A:1' })).toMatchObject({ verdict: null });
  const nameless = (spotify_track_uri: string) =>
    read({ spotify_track_uri, master_metadata_track_name: null });
  expect(nameless('spotify:local:::%E0%A4%A:1').trackName).toBe('%E0%A4%A');
  expect(nameless('spotify:local::::1')).toMatchObject({ verdict: 'without-track' });
});

test.each([
  { ts: '1970-01-01T00:00:00Z' },
  { ts: '2099-01-01T00:00:00Z' },
  { ts: '2005-12-31T23:59:59Z' },
  { ts: '2026-11-25T00:00:01Z' },
  { ts: '2024-02-30T00:00:00Z' },
  { ts: '2024-13-01T00:00:00Z' },
  { ts: '2024-00-01T00:00:00Z' },
  { ts: '2024-01-00T00:00:00Z' },
  { ts: '2024-01-32T00:00:00Z' },
  { ts: '2023-02-29T00:00:00Z' },
  { ts: '2024-01-01T24:00:00Z' },
  { ts: '2024-01-01T00:60:00Z' },
  { ts: '2024-01-01T00:00:60Z' },
  { ts: '2024-01-01T00:00:00+01:00' },
  { ts: 1_709_287_020 },
  { ts: null },
  { ts: '2'.repeat(200) },
  { ms_played: -1 },
  { ms_played: 1.5 },
  { ms_played: '180000' },
  { ms_played: Number.POSITIVE_INFINITY },
  { ms_played: 86_400_001 },
  { ms_played: null },
])('%j is malformed, and what is known of it is told', (changes) => {
  const { playedAt, msPlayed, spotifyId, trackName, artistName } = read({});
  const known = 'ts' in changes ? { playedAt: null, msPlayed } : { playedAt, msPlayed: null };
  expect(read(changes)).toMatchObject({ verdict: 'malformed', ...known, spotifyId, trackName, artistName });
  const hidden = read({ ...changes, incognito_mode: true });
  expect(hidden).toMatchObject({ verdict: 'malformed', spotifyId: null, trackName: null, artistName: null });
});

test('what our own export says in this layout beyond Spotify’s is read', () => {
  expect(read({ ms_played_is_estimate: true, ts_precision_ms: 60_000 })).toMatchObject({
    msPlayedIsEstimate: true,
    precisionMs: 60_000,
  });
  expect(read({ ms_played_is_estimate: 'true', ts_precision_ms: 5 })).toMatchObject({
    msPlayedIsEstimate: false,
    precisionMs: 1_000,
  });
});

test('an instant without seconds or in the oldest spelling is read', () => {
  const at = Date.UTC(2020, 1, 29, 10, 5);
  for (const ts of ['2020-02-29T10:05:00Z', '2020-02-29 10:05:00 UTC', '2020-02-29 10:05']) {
    expect(read({ ts })).toMatchObject({ playedAt: at, precisionMs: 1_000 });
  }
});

test('an instant keeps its milliseconds', () => {
  const at = Date.UTC(2020, 1, 29, 10, 5);
  expect(read({ ts: '2020-02-29T10:05:00.283Z' })).toMatchObject({ playedAt: at + 283, precisionMs: 1 });
  expect(read({ ts: '2020-02-29T10:05:00.5Z' }).playedAt).toBe(at + 500);
  expect(read({ ts: '2020-02-29 10:05:00.9999999 UTC' }).playedAt).toBe(at + 999);
  expect(read({ ts: '2020-02-29T10:05:00.000Z' })).toMatchObject({ playedAt: at, precisionMs: 1_000 });
});

test('every instant from 2006 on is read as JavaScript spells it', () => {
  const instants = fc.date({ min: new Date('2006-01-01'), max: new Date(NOW), noInvalidDate: true });
  fc.assert(
    fc.property(instants, (at) => {
      expect(read({ ts: at.toISOString() }).playedAt).toBe(at.getTime());
    }),
  );
});

test('names fit PostgreSQL', () => {
  const name = (master_metadata_track_name: string) => read({ master_metadata_track_name }).trackName;
  expect(name('a\0b')).toBe('a\uFFFDb');
  expect(name('a\uD800b')).toBe('a\uFFFDb');
  expect(name(`${'x'.repeat(999)}\u{1F3B5}y`)).toBe(`${'x'.repeat(999)}\uFFFD`);
  expect(name('\uDC00')).toBe('\uFFFD');
  expect(name('x'.repeat(50_000))).toHaveLength(1_000);
});
