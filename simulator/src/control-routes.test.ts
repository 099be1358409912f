import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from './simulator.ts';

const startAt = new Date('2026-11-20T18:00:00.000Z');
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ startAt, speed: 0 });
});
afterEach(() => simulator.close());

async function control(method: string, path: string, body?: object) {
  const response = await fetch(simulator.controlUrl + path, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const statusOf = async (path: string, token: string) =>
  (await fetch(simulator.apiUrl + path, { headers: { authorization: `Bearer ${token}` } })).status;

describe('the control interface over HTTP', () => {
  it('shows, sets and advances the clock', async () => {
    expect((await control('GET', '/clock')).body).toEqual({ now: '2026-11-20T18:00:00.000Z', speed: 0 });
    await control('PUT', '/clock', { now: '2026-12-01T00:00:00Z' });
    const { body } = await control('POST', '/clock/advance', { ms: 1000 });
    expect(body.now).toBe('2026-12-01T00:00:01.000Z');
    expect((await control('POST', '/clock/advance', { ms: -1 })).status).toBe(400);
  });

  it('adds listeners, lets them sign in, tells the truth about them', async () => {
    const plays = [{ trackIndex: 5, startAt: '2026-11-20T17:00:00Z', msPlayed: 40_000 }];
    const added = await control('POST', '/listeners', { id: 'new', plays });
    expect([added.status, added.body.playlistIds.length]).toEqual([201, 6]);
    expect((await control('POST', '/listeners', { id: 'new', plays })).status).toBe(400);
    await control('POST', '/listeners/new/plays', [{ ...plays[0], startAt: '2026-11-20T17:30:00Z' }]);
    const truth = (await control('GET', '/listeners/new/truth')).body;
    const trackId = simulator.catalogue.tracks[5]?.id;
    expect(truth).toMatchObject([
      { trackId, listed: true, msPlayed: 40_000 },
      { trackId, endAt: Date.parse('2026-11-20T17:30:40Z') },
    ]);
    const { access_token } = (await control('POST', '/listeners/new/tokens')).body;
    expect(await statusOf('/v1/me/player/currently-playing', access_token)).toBe(204);
    await control('POST', '/listeners/new/listen-now', { forMs: 60_000 });
    expect(await statusOf('/v1/me/player/currently-playing', access_token)).toBe(200);
    await control('POST', '/listeners/new/expire-access-tokens');
    expect(await statusOf('/v1/me', access_token)).toBe(401);
    expect((await control('POST', '/listeners/nobody/tokens')).status).toBe(400);
  });

  it('adds and clears faults, settings and quota locks', async () => {
    const { access_token } = simulator.issueTokens('noor.newcomer');
    const fault = await control('POST', '/faults', { kind: 'server-error', times: 'forever' });
    expect(await statusOf('/v1/me', access_token)).toBe(500);
    expect((await control('GET', '/faults')).body).toMatchObject([{ id: fault.body.id, struck: 1 }]);
    await control('DELETE', `/faults?id=${fault.body.id}`);
    const track = `/v1/tracks?ids=${simulator.catalogue.tracks[0]?.id}`;
    expect(await statusOf(track, access_token)).toBe(403);
    await control('PUT', '/settings', { profile: 'older-app' });
    expect(await statusOf(track, access_token)).toBe(200);
    await control('POST', '/quota-locks', { family: 'tracks', forMs: 60_000 });
    expect(await statusOf(track, access_token)).toBe(429);
    await control('DELETE', '/quota-locks');
    expect(await statusOf(track, access_token)).toBe(200);
  });

  it('logs the calls that Spotify got, by listener and path', async () => {
    const { access_token } = simulator.issueTokens('noor.newcomer');
    await statusOf('/v1/me?x=1', access_token);
    await statusOf('/v1/me/playlists', access_token);
    await statusOf('/v1/me', 'wrong');
    await expect.poll(() => simulator.listRequests().at(-1)?.status).toBe(401);
    const { body } = await control('GET', '/requests?listener=noor.newcomer');
    expect(body.total).toBe(3);
    expect(body.requests).toMatchObject([
      { method: 'GET', path: '/v1/me', query: { x: '1' }, status: 200, at: startAt.getTime() },
      { path: '/v1/me/playlists', status: 200 },
    ]);
    expect(simulator.listRequests({ path: '/v1/me/playlists' })).toHaveLength(1);
    await control('DELETE', '/requests');
    expect((await control('GET', '/requests')).body).toEqual({ total: 0, requests: [] });
  });

  it('hands out exports', async () => {
    const url = `${simulator.controlUrl}/listeners/noor.newcomer/export`;
    for (const layout of ['2021', '2026', 'account']) {
      const response = await fetch(`${url}?layout=${layout}`);
      expect(response.headers.get('content-type')).toBe('application/zip');
      const bytes = new Uint8Array(await response.arrayBuffer());
      expect(Array.from(bytes.subarray(0, 4))).toEqual([0x50, 0x4b, 3, 4]);
    }
  });
});

describe('a simulator', () => {
  it('answers the same to the same calls when its seed is the same', async () => {
    const other = await startSimulator({ startAt, speed: 0 });
    const answers = await Promise.all(
      [simulator, other].map(async (one) => {
        const { access_token } = one.issueTokens('maja.eightyears');
        const headers = { authorization: `Bearer ${access_token}` };
        const paths = ['/v1/me', '/v1/me/player/recently-played?limit=50', '/v1/me/playlists'];
        const texts = [];
        for (const path of paths) texts.push(await (await fetch(one.apiUrl + path, { headers })).text());
        return [access_token, ...texts.map((text) => text.replaceAll(one.apiUrl, ''))];
      }),
    );
    await other.close();
    expect(answers[1]).toEqual(answers[0]);
  });

  it('draws pictures itself', async () => {
    const response = await fetch(`${simulator.apiUrl}/image/abc/300.svg`);
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(await response.text()).toContain('width="300"');
  });
});
