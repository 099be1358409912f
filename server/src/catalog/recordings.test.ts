import { beforeEach, describe, expect, test } from 'vitest';
import { groupAllRecordings } from '../../test/group-recordings.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { describedTrack, PlayingListener } from '../../test/playing-listener.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const testDatabase = await createTestDatabase();
const { database } = testDatabase;
const server = await startTestServer(testDatabase);

let series = 0;
let host: PlayingListener;
let listener: PlayingListener;
let other: PlayingListener;

beforeEach(async () => {
  series += 1;
  const signUp = (name: string) => PlayingListener.signUp(database, server.address, name);
  host ??= await signUp('host');
  listener = await signUp(`listener${series}`);
  other = await signUp(`other${series}`);
});

describe('what is joined', () => {
  test('is listed with the reason and the plays, and counted as one', async () => {
    const isrc = `GBAAA01${String(series).padStart(5, '0')}`;
    const ids = await listener.play(
      describedTrack(series, 1, { isrc }),
      describedTrack(series, 2, { isrc, name: 'Blue Lantern (Radio Edit)' }),
      describedTrack(series, 3, { name: 'Harbour Lights', explicit: null }),
      describedTrack(series, 4, { name: 'Harbour Lights - Remastered 2011' }),
      describedTrack(series, 5, { name: 'Harbour Lights - Live' }),
    );
    expect(await listener.leaderboard()).toEqual([7, 5, 3]);
    const { items, total } = await listener.recordings();
    expect(total).toBe(2);
    expect(
      items.map(({ plays, ms, tracks }) => [
        plays,
        ms,
        tracks.map(({ track, plays: own, reason }) => [track.id, own, reason]),
      ]),
    ).toEqual([
      [
        7,
        420_000,
        [
          [ids[3], 4, 'title'],
          [ids[2], 3, 'title'],
        ],
      ],
      [
        3,
        180_000,
        [
          [ids[1], 2, 'isrc'],
          [ids[0], 1, 'isrc'],
        ],
      ],
    ]);
    expect((await listener.recordings('?search=radio%20rivers')).items.map(({ plays }) => plays)).toEqual([
      3,
    ]);
    expect((await listener.recordings('?limit=1&offset=1')).items.map(({ plays }) => plays)).toEqual([3]);
    expect(await other.recordings()).toEqual({ items: [], total: 0 });
  });

  test('follows when Spotify describes a track otherwise', async () => {
    await listener.play(describedTrack(series, 1), describedTrack(series, 2));
    expect(await listener.leaderboard()).toEqual([3]);
    await database
      .updateTable('tracks')
      .set({ enriched_at: new Date(0) })
      .where('spotify_id', '=', describedTrack(series, 2).spotifyId)
      .execute();
    await listener.play(describedTrack(series, 2, { name: 'Blue Lantern (Karaoke)' }));
    expect(await listener.leaderboard()).toEqual([2, 1]);
    expect(await compare()).toBe(true);
  });

  test('does not show what only others have played', async () => {
    const [own] = await listener.play(describedTrack(series, 1));
    await other.play(describedTrack(series, 2), describedTrack(series, 3));
    expect(await listener.recordings()).toEqual({ items: [], total: 0 });
    expect((await other.joinedIds()).flat()).not.toContain(own);
  });
});

test('totals stay right while others write plays at the same time', async () => {
  const tracks = [1, 2, 3, 4].map((number) =>
    describedTrack(series, number, { name: number > 2 ? 'Third' : 'First' }),
  );
  const ids = await listener.play(...tracks);
  const decideOften = async () => {
    for (let time = 0; time < 6; time += 1) await listener.takeBack(await listener.split(ids[time % 4]));
  };
  const playOften = async (browser: PlayingListener, day: number) => {
    for (let time = 0; time < 12; time += 1) await browser.playOn(day + time, tracks);
  };
  await Promise.all([decideOften(), playOften(listener, 40), playOften(other, 60), playOften(host, 80)]);
  await groupAllRecordings(database);
  expect(await listener.leaderboard()).toEqual([31, 27]);
  expect(await compare()).toBe(true);
});

async function compare(): Promise<boolean> {
  const { kept, computed } = await compareTotals(database);
  expect(kept).toEqual(computed);
  return true;
}
