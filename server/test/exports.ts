import type { Import, ImportStatistics } from '@analytics/contract/import';
import type { Play } from '@analytics/contract/play';
import { expect } from 'vitest';
import type { Browser } from './browser.ts';

/** A row of the Extended streaming history as Spotify writes it. */
export const extendedRow = (over: object = {}) => ({
  ts: '2024-03-01T12:00:00Z',
  platform: 'android',
  ms_played: 200_000,
  conn_country: 'DE',
  ip_addr: '192.0.2.7',
  master_metadata_track_name: 'Blue Lantern',
  master_metadata_album_artist_name: 'The Rivers',
  master_metadata_album_album_name: 'Harbour',
  spotify_track_uri: 'spotify:track:0123456789abcdefghijAB',
  episode_name: null,
  episode_show_name: null,
  spotify_episode_uri: null,
  reason_start: 'trackdone',
  reason_end: 'trackdone',
  shuffle: false,
  skipped: false,
  offline: false,
  offline_timestamp: 1_709_294_200,
  incognito_mode: false,
  ...over,
});

/** A file to upload; what is no text becomes JSON. */
export const jsonFile = (rows: unknown, name = 'Streaming_History_Audio_2024.json') => ({
  name,
  content: new Blob([typeof rows === 'string' ? rows : JSON.stringify(rows)]),
});

/** Uploads files, lets them be analysed and imports them. */
export async function importFiles(
  listener: Browser,
  files: { name: string; content: Blob }[],
): Promise<Import & { statistics: ImportStatistics }> {
  const { id, state } = (await listener.upload(files)) as unknown as Import;
  expect(state).toBe('analysed');
  const response = await listener.post(`/api/imports/${id}/execute`);
  expect(response.status).toBe(202);
  const done = (await listener.waitForImport(id, ['imported', 'failed'])) as unknown as Import;
  expect(done.state).toBe('imported');
  if (!done.statistics) throw new Error('an import without statistics');
  return { ...done, statistics: done.statistics };
}

/** Takes an import back and waits until that is done. */
export async function undoImport(listener: Browser, id: number): Promise<void> {
  expect((await listener.post(`/api/imports/${id}/undo`)).status).toBe(202);
  await listener.waitForImport(id, ['undone']);
}

/** All plays of a listener, newest first. */
export async function listAllPlays(listener: Browser): Promise<Play[]> {
  const plays: Play[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: Play[]; nextCursor: string | null } = await listener.json(
      `/api/plays?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    plays.push(...page.items);
    cursor = page.nextCursor;
  }
  return plays;
}

/** How many rows all verdicts account for: all of them, always. */
export const sumVerdicts = (statistics: ImportStatistics) =>
  statistics.toImport +
  statistics.repeatedInFile +
  statistics.exactDuplicates +
  statistics.windowDuplicates +
  statistics.sequenceDuplicates +
  statistics.incognito +
  statistics.podcasts +
  statistics.withoutTrack +
  statistics.malformed;
