import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../simulator.ts';
import type { Profile } from '../world.ts';
import { answerSchemas, errorSchema } from './answer-schemas.ts';

const startAt = new Date('2026-11-20T18:00:00.000Z');
const minute = (number: number) => new Date(startAt.getTime() + number * 60_000);
const plays = [
  { trackIndex: 40, startAt: minute(-30), msPlayed: 60_000 },
  { trackIndex: 3, kind: 'local' as const, startAt: minute(-20), msPlayed: 45_000 },
  { trackIndex: 41, startAt: minute(-10), msPlayed: 29_999 },
  { trackIndex: 2, kind: 'episode' as const, startAt: minute(10), msPlayed: 60_000 },
  { kind: 'ad' as const, startAt: minute(20), msPlayed: 30_000 },
  { trackIndex: 5, kind: 'private' as const, startAt: minute(30), msPlayed: 60_000 },
  { trackIndex: 6, startAt: minute(40), msPlayed: 60_000 },
  { trackIndex: 1, kind: 'local' as const, startAt: minute(50), msPlayed: 60_000 },
];

function hold(schema: TSchema, answer: unknown): void {
  const [first] = Value.Errors(schema, answer);
  expect(first === undefined ? 'fits' : `${first.instancePath} ${first.message}`).toBe('fits');
}

describe.each<Profile>(['development', 'older-app'])('an app of profile %s', (profile) => {
  const schemas = answerSchemas(profile);
  let simulator: Simulator;
  let token: string;

  beforeAll(async () => {
    const listeners = [{ id: 'scripted', plays }, { id: 'seeded' }, { id: 'silent', plays: [] }];
    simulator = await startSimulator({ startAt, speed: 0, profile, listeners });
    token = simulator.issueTokens('scripted').access_token;
  });
  afterAll(() => simulator.close());

  async function get(path: string, as = token) {
    const response = await fetch(`${simulator.apiUrl}/v1${path}`, {
      headers: { authorization: `Bearer ${as}` },
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  async function current(at: Date, path = '/me/player/currently-playing') {
    const now = simulator.clock.now();
    simulator.clock.set(at);
    const answer = await get(path);
    simulator.clock.set(now);
    return answer;
  }

  it('sees who the listener is', async () => {
    const { body } = await get('/me');
    hold(schemas.me, body);
    expect(body.account_id).not.toBe(body.id);
  });

  it('sees what was played, local files among it, and nothing that was too short', async () => {
    const { body } = await get('/me/player/recently-played');
    hold(schemas.recentlyPlayed, body);
    expect(body.items.map((row: { track: { is_local: boolean } }) => row.track.is_local)).toEqual([
      true,
      false,
    ]);
    expect(body.items[0].played_at).toBe('2026-11-20T17:40:45.000Z');
    expect(body.items[0].context).toBeNull();
    const seeded = await get(
      '/me/player/recently-played?limit=50',
      simulator.issueTokens('seeded').access_token,
    );
    hold(schemas.recentlyPlayed, seeded.body);
    expect(seeded.body.items).toHaveLength(50);
  });

  it('sees an empty history as such', async () => {
    const { body } = await get('/me/player/recently-played', simulator.issueTokens('silent').access_token);
    hold(schemas.recentlyPlayed, body);
    expect(body).toMatchObject({ items: [], next: null, cursors: null });
  });

  it('sees what is playing', async () => {
    expect((await current(startAt)).status).toBe(204);
    const track = await current(minute(40.5));
    hold(schemas.currentlyPlaying, track.body);
    expect(track.body).toMatchObject({
      is_playing: true,
      progress_ms: 30_000,
      currently_playing_type: 'track',
    });
    expect(track.body.timestamp).toBeLessThanOrEqual(minute(40).getTime());
    const local = await current(minute(50.5));
    hold(schemas.currentlyPlaying, local.body);
    expect(local.body.item.uri).toMatch(/^spotify:local:/);
  });

  it('sees advertisements and episodes without what they are, unless it asks for episodes', async () => {
    const ad = await current(minute(20.2));
    hold(schemas.currentlyPlaying, ad.body);
    expect(ad.body).toMatchObject({ currently_playing_type: 'ad', item: null });
    const episode = await current(minute(10.2));
    expect(episode.body).toMatchObject({ currently_playing_type: 'episode', item: null });
    const asked = '/me/player/currently-playing?additional_types=track,episode';
    const shown = await current(minute(10.2), asked);
    hold(schemas.currentlyPlaying, shown.body);
    expect(shown.body.item.type).toBe('episode');
  });

  it('learns of a private session from the player only', async () => {
    expect((await current(minute(30.2))).status).toBe(204);
    const state = await current(minute(30.2), '/me/player');
    hold(schemas.playbackState, state.body);
    expect(state.body.device.is_private_session).toBe(true);
  });

  it('sees tracks, albums and artists', async () => {
    const { tracks, albums, artists } = simulator.catalogue;
    for (const track of tracks.slice(0, 40)) hold(schemas.track, (await get(`/tracks/${track.id}`)).body);
    for (const album of albums.slice(0, 40)) hold(schemas.album, (await get(`/albums/${album.id}`)).body);
    for (const artist of artists.slice(0, 10))
      hold(schemas.artist, (await get(`/artists/${artist.id}`)).body);
    const missing = await get('/tracks/0000000000000000000000');
    hold(errorSchema, missing.body);
    expect([missing.status, missing.body.error.message]).toEqual([404, 'Resource not found']);
    expect((await get('/tracks/short')).status).toBe(400);
  });

  it('gets the other id of a recording and playability only when it names a market', async () => {
    const again = simulator.catalogue.tracks.find(
      (track) => (track.relinkedIndex ?? track.index) < track.index,
    );
    const original = simulator.catalogue.tracks[again?.relinkedIndex ?? -1];
    const without = await get(`/tracks/${again?.id}`);
    expect(without.body.id).toBe(again?.id);
    expect(without.body).not.toHaveProperty('is_playable');
    const within = await get(`/tracks/${again?.id}?market=SE`);
    hold(schemas.track, within.body);
    expect(within.body.id).toBe(original?.id);
    expect(within.body).toHaveProperty('is_playable');
    expect(within.body.linked_from?.id).toBe(profile === 'older-app' ? again?.id : undefined);
  });

  it('may ask for batches only when it is old', async () => {
    const ids = simulator.catalogue.tracks.slice(0, 3).map((track) => track.id);
    const { status, body } = await get(`/tracks?ids=${ids.join(',')},0000000000000000000000`);
    if (profile === 'development') {
      expect([status, body]).toEqual([403, { error: { status: 403, message: 'Forbidden' } }]);
      return;
    }
    expect(body.tracks.map((track: { id: string } | null) => track?.id)).toEqual([...ids, undefined]);
    for (const track of body.tracks.slice(0, 3)) hold(schemas.track, track);
  });

  it('searches within limits', async () => {
    const name = simulator.catalogue.tracks[30]?.name ?? '';
    const { body } = await get(`/search?type=track,album,artist&q=${encodeURIComponent(`track:"${name}"`)}`);
    expect(body.tracks.items.length).toBeGreaterThan(0);
    for (const track of body.tracks.items) hold(schemas.track, track);
    const highest = profile === 'development' ? 10 : 50;
    expect((await get(`/search?type=track&q=the&limit=${highest}`)).body.tracks.items).toHaveLength(highest);
    expect((await get(`/search?type=track&q=the&limit=${highest + 1}`)).status).toBe(400);
  });

  it('sees its playlists, with every awkward row', async () => {
    const { body } = await get('/me/playlists');
    hold(schemas.myPlaylists, body);
    const named = (name: string) =>
      body.items.find((playlist: { name: string }) => playlist.name.startsWith(name));
    hold(schemas.playlist, (await get(`/playlists/${named('Ødds').id}`)).body);
    const rows = (await get(`/playlists/${named('Ødds').id}/items?market=SE`)).body;
    hold(schemas.rows, rows);
    const contents = rows.items.map((row: { item: null | { type: string; is_local?: boolean } }) => row.item);
    expect(contents).toContain(null);
    expect(contents.filter((item: null | { type: string }) => item?.type === 'episode')).toHaveLength(1);
    expect(contents.filter((item: null | { is_local?: boolean }) => item?.is_local)).toHaveLength(2);
    expect(contents.some((item: null | { is_playable?: boolean }) => item?.is_playable === false)).toBe(true);
    expect(rows.items.some((row: { added_at: string | null }) => row.added_at === null)).toBe(true);
    const last = (await get(`/playlists/${named('All of it').id}/items?limit=50&offset=9990`)).body;
    hold(schemas.rows, last);
    expect([last.items.length, last.total, last.next]).toEqual([10, 10_000, null]);
    expect((await get(`/playlists/${named('Shared').id}/items`)).status).toBe(200);
    expect((await get('/playlists/37i9dQZF1DXcBWIGoYBM5M')).status).toBe(404);
  });

  it("may read somebody else's rows, and the address of old, only when it is old", async () => {
    const { body } = await get('/me/playlists');
    const own = body.items[0];
    const foreign = body.items.find((playlist: { name: string }) => playlist.name === 'Not mine');
    const shown = (await get(`/playlists/${foreign.id}`)).body;
    hold(profile === 'development' ? schemas.foreignPlaylist : schemas.playlist, shown);
    const expected = profile === 'development' ? 403 : 200;
    expect((await get(`/playlists/${foreign.id}/items`)).status).toBe(expected);
    const old = await get(`/playlists/${own.id}/tracks`);
    expect(old.status).toBe(expected);
    hold(profile === 'development' ? errorSchema : schemas.rows, old.body);
    expect((await get(`/playlists/${own.id}/items?limit=51`)).status).toBe(400);
  });

  it('sees that a playlist changed, was renamed, is gone', async () => {
    const [id = ''] = simulator.listListeners()[2]?.playlistIds ?? [];
    const silent = simulator.issueTokens('silent').access_token;
    const before = (await get(`/playlists/${id}`, silent)).body;
    expect((await get(`/playlists/${id}`, silent)).body.snapshot_id).toBe(before.snapshot_id);
    simulator.editPlaylist(id, { name: 'New', trackIndexes: [1, 2] });
    const after = (await get(`/playlists/${id}`, silent)).body;
    expect(after).toMatchObject({ name: 'New', items: { total: 2 } });
    expect(after.snapshot_id).not.toBe(before.snapshot_id);
    simulator.deletePlaylist(id);
    expect((await get(`/playlists/${id}`, silent)).status).toBe(404);
    expect((await get('/me/playlists', silent)).body.total).toBe(5);
  });
});
