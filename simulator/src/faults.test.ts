import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultRule, forbiddenTexts } from './faults.ts';
import { Limits } from './limits.ts';
import { type Simulator, startSimulator } from './simulator.ts';

const startAt = new Date('2026-11-20T18:00:00.000Z');
const RECENT = '/v1/me/player/recently-played';
const minute = (number: number) => new Date(startAt.getTime() + number * 60_000);
const plays = Array.from({ length: 6 }, (_, index) => ({
  trackIndex: index,
  startAt: minute(-60 + index * 10),
  msPlayed: 45_000,
}));

let simulator: Simulator;
const tokens = new Map<string, string>();

beforeEach(async () => {
  const listeners = [
    { id: 'one', plays },
    { id: 'two', plays },
  ];
  simulator = await startSimulator({ startAt, speed: 0, listeners });
  for (const { id } of listeners) tokens.set(id, simulator.issueTokens(id).access_token);
});
afterEach(() => simulator.close());

function call(path: string, listener = 'one'): Promise<Response> {
  return fetch(simulator.apiUrl + path, { headers: { authorization: `Bearer ${tokens.get(listener)}` } });
}

async function answer(rule: FaultRule, path = '/v1/me') {
  simulator.addFault(rule);
  const response = await call(path);
  return {
    status: response.status,
    type: response.headers.get('content-type')?.split(';')[0],
    retryAfter: response.headers.get('retry-after'),
    text: await response.text(),
  };
}

async function recentPlays(): Promise<{ played_at: string; track: object | null }[]> {
  return ((await (await call(RECENT)).json()) as { items: { played_at: string; track: object | null }[] })
    .items;
}

describe('an answer instead of the right one', () => {
  it('may be a rate limit, as JSON or as text', async () => {
    expect(await answer({ kind: 'rate-limit', retryAfterSeconds: 2 })).toEqual({
      status: 429,
      type: 'application/json',
      retryAfter: '2',
      text: '{"error":{"status":429,"message":"API rate limit exceeded"}}',
    });
    const text = await answer({ kind: 'rate-limit', retryAfterSeconds: 72_000, text: true });
    expect(text).toMatchObject({ retryAfter: '72000', type: 'text/plain', text: 'Too many requests' });
  });

  it('may be that something is not allowed or not there', async () => {
    expect(await answer({ kind: 'forbidden' })).toMatchObject({
      status: 403,
      text: '{"error":{"status":403,"message":"Forbidden"}}',
    });
    expect((await answer({ kind: 'not-found' })).status).toBe(404);
  });

  it('may be a used-up quota', async () => {
    const { status, text } = await answer({ kind: 'quota', retryAfterSeconds: 74_214 });
    expect([status, JSON.parse(text)]).toEqual([
      429,
      { error: { status: 429, message: 'Too many requests', reason: 'QUOTA_EXCEEDED' } },
    ]);
  });

  it.each(['not-registered', 'check-settings', 'premium-required'] as const)(
    'may be the bare text %s',
    async (text) => {
      const bare = await answer({ kind: 'forbidden-text', text });
      expect(bare).toMatchObject({ status: 403, type: 'text/plain', text: forbiddenTexts[text] });
    },
  );

  it('may be trouble of the server', async () => {
    expect((await answer({ kind: 'server-error' })).status).toBe(500);
    expect(await answer({ kind: 'bad-gateway' })).toMatchObject({ status: 502, type: 'text/html' });
    expect(await answer({ kind: 'html' })).toMatchObject({ status: 200, type: 'text/html' });
    const { status, text } = await answer({ kind: 'truncated-json' });
    expect(status).toBe(200);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('may be a false 401 or a false invalid_grant, and passes', async () => {
    expect((await answer({ kind: 'unauthorized' })).status).toBe(401);
    expect((await call('/v1/me')).status).toBe(200);
    simulator.addFault({ kind: 'invalid-grant', match: { path: '/api/token' } });
    const refresh_token = simulator.issueTokens('one').refresh_token;
    const form = { grant_type: 'refresh_token', client_id: 'simulated-client-id', refresh_token };
    const refresh = () =>
      fetch(`${simulator.accountsUrl}/api/token`, { method: 'POST', body: new URLSearchParams(form) });
    const refused = await refresh();
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'Invalid refresh token' },
    ]);
    expect((await refresh()).status).toBe(200);
  });

  it('may be a reset or silence', async () => {
    simulator.addFault({ kind: 'reset' });
    await expect(call('/v1/me')).rejects.toThrow('fetch failed');
    simulator.addFault({ kind: 'timeout' });
    const abort = new AbortController();
    const silent = fetch(`${simulator.apiUrl}/v1/me`, { signal: abort.signal });
    await expect.poll(() => simulator.listRequests().at(-1)?.fault).toBe('timeout');
    abort.abort();
    await expect(silent).rejects.toThrow('aborted');
    expect(simulator.listRequests().map(({ status }) => status)).toEqual([null, null]);
  });
});

describe('a change of the right answer', () => {
  it('may hold plays back for hours', async () => {
    simulator.addFault({ kind: 'backfill', delayMs: 3 * 3_600_000, times: 'forever' });
    expect(await recentPlays()).toHaveLength(0);
    simulator.clock.advance(2.5 * 3_600_000);
    tokens.set('one', simulator.issueTokens('one').access_token);
    expect(await recentPlays()).toHaveLength(3);
  });

  it('may double plays 12 ms apart', async () => {
    simulator.addFault({ kind: 'duplicate-plays' });
    const rows = await recentPlays();
    expect(rows).toHaveLength(12);
    const [first, second] = rows.map((row) => Date.parse(row.played_at));
    expect((first ?? 0) - (second ?? 0)).toBe(12);
  });

  it('may hide tracks and types', async () => {
    simulator.addFault({ kind: 'null-tracks' });
    expect((await recentPlays()).filter((row) => row.track === null)).toHaveLength(2);
    simulator.addPlays('one', [{ trackIndex: 9, startAt, msPlayed: 60_000 }]);
    simulator.addFault({ kind: 'unknown-type' });
    const current = await call('/v1/me/player/currently-playing');
    expect(await current.json()).toMatchObject({
      currently_playing_type: 'unknown',
      item: null,
      is_playing: true,
    });
  });
});

describe('a rule', () => {
  it('strikes as often as told, where told', async () => {
    simulator.addFault({ kind: 'server-error', times: 2, match: { path: RECENT, listener: 'one' } });
    const statuses = [];
    for (const listener of ['two', 'one', 'one', 'one']) statuses.push((await call(RECENT, listener)).status);
    expect([...statuses, (await call('/v1/me')).status]).toEqual([200, 500, 500, 200, 200]);
  });

  it('matches by expression, and goes when cleared', async () => {
    const id = simulator.addFault({ kind: 'server-error', times: 'forever', match: { path: '^/v1/me$' } });
    expect([(await call('/v1/me')).status, (await call(RECENT)).status]).toEqual([500, 200]);
    simulator.clearFaults(id);
    expect((await call('/v1/me')).status).toBe(200);
  });

  it('may be a matter of luck, the same luck for the same seed', async () => {
    const run = async () => {
      const other = await startSimulator({ startAt, speed: 0, seed: 5 });
      other.addFault({ kind: 'server-error', times: 'forever', probability: 0.5 });
      const statuses = [];
      for (let count = 0; count < 20; count += 1)
        statuses.push((await fetch(`${other.apiUrl}/v1/me`)).status);
      await other.close();
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([401, 500]));
    expect(await run()).toEqual(first);
  });

  it('of delay lets another fault strike as well', async () => {
    simulator.addFault({ kind: 'timeout', delayMs: 1, times: 'forever' });
    expect((await answer({ kind: 'server-error' })).status).toBe(500);
    expect((await call('/v1/me')).status).toBe(200);
  });
});

describe('limits', () => {
  it('allow so many requests in a rolling window of 30 simulated seconds', () => {
    const limits = new Limits();
    limits.setRateLimit(2);
    expect([0, 10_000, 29_999].map((now) => limits.retryAfterSeconds(now))).toEqual([
      undefined,
      undefined,
      1,
    ]);
    expect([30_000, 30_001].map((now) => limits.retryAfterSeconds(now))).toEqual([undefined, 10]);
  });

  it('are answered with 429 and pass with simulated time', async () => {
    simulator.setRateLimit(1);
    await call('/v1/me');
    const limited = await call('/v1/me');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '30']);
    simulator.clock.advance(30_000);
    expect((await call('/v1/me')).status).toBe(200);
  });

  it('lock one family of endpoints', async () => {
    simulator.lockQuota('tracks', 20 * 3_600_000);
    const locked = await call('/v1/tracks/0000000000000000000000');
    expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '72000']);
    expect((await call('/v1/me')).status).toBe(200);
    simulator.unlockQuotas();
    expect((await call('/v1/tracks/0000000000000000000000')).status).toBe(404);
  });

  it('give a family so many calls in a day', async () => {
    simulator.setQuota('tracks', 2);
    const statuses = [];
    while (statuses.length < 3) statuses.push((await call('/v1/tracks/0000000000000000000000')).status);
    expect(statuses).toEqual([404, 404, 429]);
    simulator.clock.advance(23 * 3_600_000);
    const locked = await call('/v1/tracks/0000000000000000000000');
    expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '3600']);
    simulator.clock.advance(3_600_000);
    tokens.set('one', simulator.issueTokens('one').access_token);
    expect((await call('/v1/tracks/0000000000000000000000')).status).toBe(404);
  });
});
