import { Browser } from './browser.ts';

const MINUTE_MS = 60_000;

interface Stream {
  /** The end, in the listener's zone UTC. */
  at: string;
  track: string;
  minutes?: number;
  more?: Record<string, unknown>;
}

const ARTISTS: Record<string, string> = { A1: 'Ada', A2: 'Ada', B1: 'Ben', C1: 'Cleo' };

/** Plays of three minutes unless said otherwise, with those of 2022 before the year in review. */
const STREAMS: Stream[] = [
  { at: '2022-12-31T23:50:00Z', track: 'A1' },
  { at: '2023-01-01T00:10:00Z', track: 'A1' },
  { at: '2023-01-01T00:43:00Z', track: 'B1' },
  { at: '2023-01-01T01:17:00Z', track: 'B1' },
  { at: '2023-01-02T12:00:00Z', track: 'B1', minutes: 4 },
  { at: '2023-01-03T12:00:00Z', track: 'A2' },
  { at: '2023-03-10T08:00:00Z', track: 'C1', minutes: 20, more: { shuffle: true, platform: 'ios' } },
  { at: '2023-03-10T08:01:00Z', track: 'A1', minutes: 0.1, more: { skipped: true, reason_end: 'fwdbtn' } },
  { at: '2023-03-10T08:25:00Z', track: 'C1', minutes: 4, more: { offline: true, reason_end: 'trackdone' } },
  { at: '2023-06-01T08:00:00Z', track: 'B1', more: { skipped: false, reason_start: '' } },
];

/** A listener in UTC with a history whose habits can be counted by hand, one of 2022 and nine of 2023. */
export async function importHabits(address: string): Promise<Browser> {
  const listener = await Browser.signUp(address, 'anna', 'UTC');
  const rows = STREAMS.map(({ at, track, minutes = 3, more }, index) => ({
    ts: at,
    ms_played: minutes * MINUTE_MS,
    master_metadata_track_name: track,
    master_metadata_album_artist_name: ARTISTS[track],
    master_metadata_album_album_name: `Album of ${ARTISTS[track]}`,
    spotify_track_uri: `spotify:track:track${track}000000000000000`,
    platform: 'web',
    shuffle: false,
    skipped: null,
    offline: null,
    reason_start: 'clickrow',
    reason_end: null,
    offline_timestamp: index,
    ...more,
  }));
  const content = new Blob([JSON.stringify(rows)]);
  const { id } = await listener.upload([{ name: 'Streaming_History_Audio_2023.json', content }]);
  await listener.post(`/api/imports/${id}/execute`);
  await listener.waitForImport(id, ['imported']);
  return listener;
}
