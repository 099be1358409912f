import type { RecordingDecision } from '@analytics/contract/recording';
import { beforeEach, describe, expect, test } from 'vitest';
import { groupAllRecordings } from '../../test/group-recordings.ts';
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

const listDecisions = async ({ browser }: PlayingListener) =>
  (await browser.json<{ items: RecordingDecision[] }>('/api/recordings/decisions')).items;

describe('a decision', () => {
  test('to split holds against every run, and can be taken back', async () => {
    const [first, second, third] = await listener.play(
      describedTrack(series, 1),
      describedTrack(series, 2),
      describedTrack(series, 3),
    );
    expect(await listener.leaderboard()).toEqual([6]);
    const id = await listener.split(second);
    expect(await listener.leaderboard()).toEqual([4, 2]);
    await checkAllAgain();
    expect(await listener.joinedIds()).toEqual([[first, third]]);
    expect(await listDecisions(listener)).toMatchObject([{ id, kind: 'split', isOwn: true, byHost: false }]);
    expect(await listener.takeBack(id)).toBe(204);
    expect(await listener.leaderboard()).toEqual([6]);
    expect(await listener.takeBack(id)).toBe(404);
  });

  test('to join holds, and the one before counts again when it is taken back', async () => {
    const [first, live, remaster] = await listener.play(
      describedTrack(series, 1),
      describedTrack(series, 2, { name: 'Blue Lantern - Live' }),
      describedTrack(series, 3),
    );
    const joined = await listener.join(first ?? 0, live ?? 0);
    expect(await listener.leaderboard()).toEqual([6]);
    await listener.split(live);
    const again = await listener.join(live ?? 0, remaster ?? 0);
    await checkAllAgain();
    expect(await listener.leaderboard()).toEqual([6]);
    expect((await listener.recordings()).items[0]?.tracks.map(({ reason }) => reason)).toEqual([
      'hand',
      'hand',
      'hand',
    ]);
    expect(await listener.takeBack(again)).toBe(204);
    expect(await listener.leaderboard()).toEqual([4, 2]);
    expect(await listener.takeBack(joined)).toBe(204);
    expect(await listener.leaderboard()).toEqual([4, 2]);
  });

  test('to split one of those that were joined by hand leaves the others together', async () => {
    const [a, b, c] = await listener.play(
      describedTrack(series, 1, { name: 'One' }),
      describedTrack(series, 2, { name: 'Two' }),
      describedTrack(series, 3, { name: 'Three' }),
    );
    await listener.join(a ?? 0, b ?? 0, c ?? 0);
    expect(await listener.leaderboard()).toEqual([6]);
    await listener.split(a);
    expect(await listener.joinedIds()).toEqual([[b, c]]);
    await checkAllAgain();
    expect(await listener.joinedIds()).toEqual([[b, c]]);
  });

  test('outlives the account of the one who made it, namelessly', async () => {
    const [, second] = await listener.play(describedTrack(series, 1), describedTrack(series, 2));
    await other.play(describedTrack(series, 1), describedTrack(series, 2));
    await other.split(second);
    await other.browser.request('DELETE', '/api/account');
    await checkAllAgain();
    expect(await listener.leaderboard()).toEqual([2, 1]);
    expect(await listDecisions(listener)).toMatchObject([{ kind: 'split', isOwn: false }]);
  });

  test('is made about tracks that one has played, and follows for everybody', async () => {
    const [first, second] = await listener.play(describedTrack(series, 1), describedTrack(series, 2));
    const statusOf = async (browser: PlayingListener, kind: string, body: object) => {
      const response = await browser.browser.post(`/api/recordings/${kind}`, body);
      await response.text();
      return response.status;
    };
    expect(await statusOf(other, 'split', { trackId: second })).toBe(404);
    expect(await statusOf(other, 'join', { trackIds: [first, second] })).toBe(404);
    expect(await statusOf(listener, 'join', { trackIds: [first, second] })).toBe(409);
    expect(await statusOf(listener, 'join', { trackIds: [first, first] })).toBe(400);
    await other.play(describedTrack(series, 1), describedTrack(series, 2));
    await other.split(second);
    expect(await listener.leaderboard()).toEqual([2, 1]);
    expect(await statusOf(listener, 'split', { trackId: second })).toBe(409);
    expect(await listDecisions(host)).toMatchObject([
      { kind: 'split', isOwn: false },
      ...(await listDecisions(host)).slice(1),
    ]);
  });

  test('of the host stands above those of listeners', async () => {
    const [first, second] = await listener.play(describedTrack(series, 1), describedTrack(series, 2));
    const [kept] = [await host.split(second)];
    const refused = await listener.browser.post('/api/recordings/join', { trackIds: [first, second] });
    expect(refused.status).toBe(403);
    expect(await listener.takeBack(kept)).toBe(404);
    expect(await host.takeBack(kept)).toBe(204);
    const own = await listener.split(second);
    expect(await host.takeBack(own)).toBe(204);
    expect(await listener.leaderboard()).toEqual([3]);
  });

  test('across main artists is the host’s once somebody else has played one of the tracks', async () => {
    const [first, second] = await listener.play(
      describedTrack(series, 1),
      describedTrack(series, 2, { artists: [{ spotifyId: null, name: `Choir ${series}` }] }),
    );
    const trackIds = [first ?? 0, second ?? 0];
    const alone = await listener.join(...trackIds);
    expect(await listener.takeBack(alone)).toBe(204);
    await other.play(describedTrack(series, 1));
    expect((await listener.browser.post('/api/recordings/join', { trackIds })).status).toBe(403);
    await host.join(...trackIds);
    expect(await listener.leaderboard()).toEqual([3]);
  });
});

/** Has every track looked at once more, as if all were new. */
async function checkAllAgain() {
  await database
    .insertInto('recording_checks')
    .expression((eb) => eb.selectFrom('tracks').select('id as track_id'))
    .columns(['track_id'])
    .execute();
  await groupAllRecordings(database);
}
