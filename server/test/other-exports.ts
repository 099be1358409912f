/** A play as several programs have noticed it. */
export interface NoticedPlay {
  readonly startAt: number;
  readonly msPlayed: number;
  readonly track: {
    readonly id: string;
    readonly title: string;
    readonly artist: string;
    readonly album: string;
    readonly lengthMs: number;
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const seconds = (ms: number) => Math.floor(ms / 1_000);
const endOf = ({ startAt, msPlayed }: NoticedPlay) => startAt + msPlayed;

/** `31 May 2016, 20:46`, in UTC. */
function dayFirst(at: number): string {
  const date = new Date(at);
  const time = date.toISOString().slice(11, 16);
  return `${String(date.getUTCDate()).padStart(2, '0')} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${time}`;
}

const lastFmTrack = ({ startAt, track }: NoticedPlay) => ({
  artist: { mbid: '', '#text': track.artist },
  streamable: '0',
  image: [{ size: 'small', '#text': 'https://images.example/34s.png' }],
  mbid: '',
  album: { mbid: '', '#text': track.album },
  name: track.title,
  url: 'https://www.last.fm/music/x/_/y',
  date: { uts: String(seconds(startAt)), '#text': dayFirst(startAt) },
});

/** A page of Last.fm's, newest first. */
const lastFmPage = (plays: readonly NoticedPlay[]) => ({
  '@attr': { user: 'someone', page: '1', perPage: '200' },
  track: plays.toReversed().map(lastFmTrack),
});

const listenBrainzListen = ({ startAt, track }: NoticedPlay) => ({
  inserted_at: seconds(startAt) + 400.25,
  listened_at: seconds(startAt),
  track_metadata: {
    artist_name: `${track.artist}, Somebody`,
    track_name: track.title,
    release_name: track.album,
    mbid_mapping: { artists: [{ artist_credit_name: track.artist, join_phrase: ', ' }] },
    recording_msid: '3ad5b1d0-f09d-420b-b9fa-28aa3f454401',
    additional_info: { duration_ms: track.lengthMs, submission_client: 'Some Player' },
  },
});

const alias = (name: string) => [
  { alias: 'Another spelling', source: 'MusicBrainz', is_primary: false },
  { alias: name, source: 'Canonical', is_primary: true },
];

const koitoListen = ({ startAt, track }: NoticedPlay) => ({
  listened_at: new Date(startAt).toISOString().replace('.000', ''),
  client: 'a client',
  track: { mbid: null, duration: seconds(track.lengthMs), aliases: alias(track.title) },
  album: { image_url: '', mbid: null, aliases: alias(track.album), various_artists: false },
  artists: [
    { image_url: '', mbid: null, is_primary: false, aliases: alias('Somebody') },
    { image_url: '', mbid: null, is_primary: true, aliases: alias(track.artist) },
  ],
});

const malojaScrobble = ({ startAt, msPlayed, track }: NoticedPlay) => ({
  time: seconds(startAt),
  track: {
    artists: [track.artist, 'Somebody'],
    title: track.title,
    album: { artists: [track.artist], albumtitle: track.album },
    length: seconds(track.lengthMs),
  },
  duration: seconds(msPlayed),
  origin: 'client:default',
});

const playedTrack = (play: NoticedPlay) => ({
  played_at: new Date(endOf(play)).toISOString(),
  track: {
    id: play.track.id,
    name: play.track.title,
    duration_ms: play.track.lengthMs,
    artists: [{ name: play.track.artist }],
    album: { name: play.track.album },
  },
});

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Writes plays as the exports of other programs tell them. */
export const OTHER_EXPORTS = {
  'last-fm.csv': (plays) =>
    plays
      .map(({ startAt, track }) =>
        [track.artist, track.album, track.title, dayFirst(startAt)].map((text) => text.replace(/[",]/g, '')),
      )
      .map((cells) => `${cells.join(',')}\n`)
      .join(''),
  'recenttracks.csv': (plays) =>
    `uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n${plays
      .map(({ startAt, track }) =>
        [String(seconds(startAt)), dayFirst(startAt), track.artist, '', track.album, '', track.title, '']
          .map(cell)
          .join(),
      )
      .join('\n')}\n`,
  'recenttracks.json': (plays) => JSON.stringify([plays.slice(2), plays.slice(0, 2)].map(lastFmPage)),
  'one-page.json': (plays) => JSON.stringify({ recenttracks: lastFmPage(plays) }, null, 2),
  'listens.jsonl': (plays) => lines(plays.map(listenBrainzListen)),
  'listens.json': (plays) => JSON.stringify(plays.map(listenBrainzListen), null, 1),
  'koito_export.json': (plays) =>
    JSON.stringify(
      { version: '1', exported_at: '2025-06-18T12:56:53Z', user: 'me', listens: plays.map(koitoListen) },
      null,
      2,
    ),
  'maloja_export.json': (plays) =>
    JSON.stringify({ maloja: { export_time: 1_700_000_000 }, scrobbles: plays.map(malojaScrobble) }, null, 3),
  'your_spotify.jsonl': (plays) => lines(plays.map(playedTrack)),
} as const satisfies Record<string, (plays: readonly NoticedPlay[]) => string>;

export type OtherExport = keyof typeof OTHER_EXPORTS;
