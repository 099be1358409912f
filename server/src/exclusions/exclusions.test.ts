import type { CountingRuleEffect } from '@analytics/contract/account';
import type { TrackDetail } from '@analytics/contract/detail';
import type { Behaviour } from '@analytics/contract/habits';
import { beforeEach, expect, test } from 'vitest';
import { importFiles, jsonFile, listAllPlays } from '../../test/exports.ts';
import { RainyListener } from '../../test/rainy-listener.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const testDatabase = await createTestDatabase();
const { database } = testDatabase;
const server = await startTestServer(testDatabase);
const signUp = () => RainyListener.signUp(database, server.address);

let listener: RainyListener;
beforeEach(async () => {
  listener = await signUp();
  await listener.import([...listener.everything(), ...listener.rows('music', 2, 1, { ms_played: 1_000 })]);
});

test('a track is left out of every figure, its plays stay with the reason, and it can be counted again', async () => {
  const before = await listener.summary();
  expect(before).toMatchObject({ plays: 9, distinctTracks: 3 });
  const exclusion = await listener.exclude('track', 'noise');
  expect(exclusion).toMatchObject({ kind: 'track', plays: 4, artist: null, playlist: null });
  expect(exclusion.track?.name).toBe(listener.name('noise'));
  expect(await listener.summary()).toMatchObject({ plays: 5, distinctTracks: 2 });

  const plays = await listAllPlays(listener.browser);
  const reasons = plays.map(({ counted, uncountedReason }) => `${counted} ${uncountedReason}`);
  expect(reasons.toSorted()).toEqual([
    'false counting-rule',
    ...Array.from({ length: 4 }, () => 'false exclusion'),
    ...Array.from({ length: 5 }, () => 'true null'),
  ]);
  const { browser } = listener;
  const detail = await browser.json<TrackDetail>(`/api/tracks/${await listener.trackId('noise')}`);
  expect(detail).toMatchObject({ plays: 0, rank: null, firstPlayedAt: null });
  const { items: rules } = await browser.json<{ items: CountingRuleEffect[] }>('/api/account/counting-rules');
  expect(rules.find(({ countingRule }) => countingRule === '30-seconds')?.plays).toBe(5);
  const behaviour = await browser.json<Behaviour>('/api/stats/behaviour');
  expect(behaviour).toMatchObject({ plays: 6, skips: { short: 1 } });
  await listener.expectWhole();

  await listener.include(exclusion);
  expect(await listener.summary()).toEqual(before);
  expect(await listener.exclusions()).toEqual([]);
  await listener.expectWhole();
});

test('what keeps a track from being counted is listed by the track', async () => {
  const artist = await listener.exclude('artist', 'song');
  const track = await listener.exclude('track', 'song');
  const other = await listener.exclude('track', 'music');
  expect(artist.artist?.name).toBe(listener.artistName('song'));
  expect(await listener.exclusions()).toEqual([other, track, artist]);
  expect(await listener.exclusions('?limit=1&offset=1')).toEqual([track]);
  expect(await listener.exclusions(`?trackId=${await listener.trackId('song')}`)).toEqual([track, artist]);
  expect(await listener.exclusions(`?trackId=${await listener.trackId('noise')}`)).toEqual([artist]);
  expect(await listener.exclusions(`?artistId=${await listener.artistId('song')}`)).toEqual([artist]);
  expect(await listener.exclusions('?playlistId=1')).toEqual([]);
  // One of two is not enough to count it again.
  await listener.include(track);
  expect(await listener.countedPlays()).toEqual({ noise: 0, song: 0, music: 0 });
  await listener.include(artist);
  expect(await listener.countedPlays()).toEqual({ noise: 4, song: 2, music: 0 });
});

test('twice the same is refused, and so is what is nothing to exclude', async () => {
  await listener.exclude('artist', 'song');
  await listener.exclude('track', 'song');
  for (const input of [
    { kind: 'artist', id: await listener.artistId('song') },
    { kind: 'track', id: await listener.trackId('song') },
  ]) {
    const response = await listener.browser.post('/api/exclusions', input);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { code: 'wrong-state' } });
  }
  for (const input of [{ kind: 'album', id: 1 }, { kind: 'track' }, { kind: 'track', id: 'x' }]) {
    expect((await listener.browser.post('/api/exclusions', input)).status).toBe(400);
  }
});

test('what another has played, or nobody, cannot be excluded', async () => {
  const exclusion = await listener.exclude('track', 'noise');
  const stranger = await signUp();
  for (const input of [
    { kind: 'track', id: await listener.trackId('noise') },
    { kind: 'artist', id: await listener.artistId('music') },
    { kind: 'track', id: 1_000_000 },
    { kind: 'playlist', id: 1_000_000 },
  ]) {
    const response = await stranger.browser.post('/api/exclusions', input);
    expect([input.kind, response.status]).toEqual([input.kind, 404]);
    await response.text();
  }
  expect((await stranger.browser.request('DELETE', `/api/exclusions/${exclusion.id}`)).status).toBe(404);
  expect(await stranger.exclusions()).toEqual([]);
  expect(await listener.exclusions()).toEqual([exclusion]);
});

test('the exclusions of one listener are nothing to another', async () => {
  const other = await signUp();
  await importFiles(other.browser, [jsonFile(listener.everything())]);
  await listener.exclude('artist', 'noise');
  expect(await listener.summary()).toMatchObject({ plays: 3 });
  expect(await other.summary()).toMatchObject({ plays: 9 });
});
