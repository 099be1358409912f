import type { ImportStatistics } from '@analytics/contract/import';
import { beforeEach, expect, test } from 'vitest';
import { jsonFile, listAllPlays, undoImport } from '../../test/exports.ts';
import { recordPolledPlays } from '../../test/polled-plays.ts';
import { RainyListener } from '../../test/rainy-listener.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { polledRows } from '../plays/incoming-rows.queries.ts';
import { recordPlays } from '../plays/record-plays.ts';

const testDatabase = await createTestDatabase();
const { database } = testDatabase;
const server = await startTestServer(testDatabase);

let listener: RainyListener;
beforeEach(async () => {
  listener = await RainyListener.signUp(database, server.address);
});

test('an artist stands for every track that names them, also where Spotify names them later', async () => {
  await listener.import(listener.everything());
  const exclusion = await listener.exclude('artist', 'noise');
  expect(await listener.countedPlays()).toEqual({ noise: 0, song: 0, music: 3 });
  const credit = {
    track_id: await listener.trackId('music'),
    position: 1,
    artist_id: await listener.artistId('noise'),
  };
  await database.insertInto('track_artists').values(credit).execute();
  await listener.expectWhole();
  expect(await listener.countedPlays()).toEqual({ noise: 0, song: 0, music: 0 });
  await database
    .deleteFrom('track_artists')
    .where('track_id', '=', credit.track_id)
    .where('position', '=', 1)
    .execute();
  await listener.expectWhole();
  expect(await listener.countedPlays()).toEqual({ noise: 0, song: 0, music: 3 });
  await listener.include(exclusion);
  expect(await listener.countedPlays()).toEqual({ noise: 4, song: 2, music: 3 });
});

test('polls and imports afterwards are not counted either, and the analysis says so', async () => {
  await listener.import(listener.everything());
  await listener.exclude('artist', 'noise');
  const track = {
    spotifyId: listener.spotifyId('noise'),
    title: listener.name('noise'),
    artist: listener.artistName('noise'),
    album: 'Harbour',
    durationMs: 200_000,
  };
  await recordPolledPlays(database, listener.id, [
    { track, playedAt: Date.UTC(2024, 5, 1), msPlayed: 200_000, source: 'recently-played' },
  ]);
  expect(await listener.countedPlays()).toEqual({ noise: 0, song: 0, music: 3 });
  // One track that nobody has played before, and two plays that are too short, one of them excluded anyway.
  const fresh = {
    spotify_track_uri: `spotify:track:${'fresh'.padEnd(22, 'x')}`,
    master_metadata_track_name: 'Fresh',
  };
  const rows = [
    ...listener.rows('noise', 3, 2),
    ...listener.rows('song', 4, 1, { ms_played: 1_000 }),
    ...listener.rows('song', 5, 2, fresh),
    ...listener.rows('music', 6, 2),
    ...listener.rows('music', 7, 1, { ms_played: 1_000 }),
  ];
  const figures = { toImport: 8, excluded: 5, short: 1, byYear: { 2024: 2 } };
  const analysed = await listener.browser.upload([jsonFile(rows)]);
  expect(analysed['statistics'] as ImportStatistics).toMatchObject(figures);
  const { statistics } = await listener.import(rows);
  expect(statistics).toMatchObject(figures);
  expect(await listener.countedPlays()).toEqual({ noise: 0, song: 0, Fresh: 0, music: 5 });
  await listener.expectWhole();
});

test('an undo leaves what is excluded uncounted, and the exclusion where it is', async () => {
  await listener.import(listener.rows('music'));
  const noise = await listener.import(listener.rows('noise'));
  const exclusion = await listener.exclude('artist', 'noise');
  const again = await listener.import([...listener.rows('noise'), ...listener.rows('song')]);
  await undoImport(listener.browser, noise.id);
  expect(await listener.countedPlays()).toEqual({ noise: 0, song: 0, music: 3 });
  const kept = await listener.browser.json<{ statistics: ImportStatistics }>(`/api/imports/${again.id}`);
  expect(kept.statistics).toMatchObject({ toImport: 6, excluded: 6, short: 0 });
  await undoImport(listener.browser, again.id);
  expect(await listener.exclusions()).toEqual([{ ...exclusion, plays: 0 }]);
  const once = await listener.import(listener.rows('noise'));
  expect(once.statistics).toMatchObject({ toImport: 4, excluded: 4 });
  expect(await listener.countedPlays()).toEqual({ noise: 0, music: 3 });
  await listener.expectWhole();
});

test('a track that joins an excluded one is not counted, and is counted again when it parts', async () => {
  await listener.import(listener.everything());
  await listener.exclude('track', 'noise');
  const music = await listener.trackId('music');
  const trackIds = [await listener.trackId('noise'), music];
  const joined = await listener.browser.post('/api/recordings/join', { trackIds });
  const { decisionId } = (await joined.json()) as { decisionId: number };
  await listener.expectWhole();
  expect(await listener.countedPlays()).toEqual({ noise: 0, song: 2, music: 0 });
  const twice = await listener.browser.post('/api/exclusions', { kind: 'track', id: music });
  expect(twice.status).toBe(409);
  await listener.browser.request('DELETE', `/api/recordings/decisions/${decisionId}`);
  await listener.expectWhole();
  expect(await listener.countedPlays()).toEqual({ noise: 0, song: 2, music: 3 });
});

test('while the history is being written the old figures stay, and the new ones come in one piece', async () => {
  await listener.import(listener.everything());
  await database.transaction().execute(async (trx) => {
    const row = {
      spotifyId: listener.spotifyId('noise'),
      localUri: null,
      playedAt: new Date('2024-06-01T12:00:00Z'),
      msPlayed: 100_000,
      msPlayedIsEstimate: true,
    };
    // Judged before anything was excluded, it is judged again.
    await recordPlays(trx, listener.id, polledRows('recently-played', [row]));
    await listener.exclude('artist', 'noise');
    expect(await listener.summary()).toMatchObject({ plays: 9 });
    expect(await listener.browser.json('/api/account')).toMatchObject({ settingsPending: true });
  });
  await listener.expectWhole();
  expect(await listener.countedPlays()).toEqual({ noise: 0, song: 0, music: 3 });
  expect(await listAllPlays(listener.browser)).toHaveLength(10);
  expect(await listener.browser.json('/api/account')).toMatchObject({ settingsPending: false });
});
