import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../simulator.ts';

interface RecentPage {
  items: { played_at: string; track: { id: string | null } | null }[];
  next: string | null;
  cursors: { after: string; before: string } | null;
}

const startAt = new Date('2026-11-20T18:00:00.000Z');
const HOUR_MS = 3_600_000;
const LISTENER = 'maja.eightyears';
let simulator: Simulator;
let token: string;

beforeEach(async () => {
  simulator = await startSimulator({ startAt, speed: 0 });
  token = simulator.issueTokens(LISTENER).access_token;
});
afterEach(() => simulator.close());

const call = (url: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } });

async function recent(query: string): Promise<RecentPage> {
  const response = await call(`${simulator.apiUrl}/v1/me/player/recently-played?${query}`);
  return (await response.json()) as RecentPage;
}

const truth = (from: number, to: number) => simulator.truth(LISTENER, from, to);
const endsOf = (page: RecentPage) => page.items.map((row) => Date.parse(row.played_at));

describe('recently played', () => {
  it('is the truth: the last fifty listed streams, by their end, newest first', async () => {
    const now = simulator.clock.now();
    const listed = truth(now - 30 * 24 * HOUR_MS, now + 1).filter(
      (stream) => stream.listed && stream.visibleAt <= now,
    );
    const expected = listed.toReversed().slice(0, 50);
    const page = await recent('limit=50');
    expect(endsOf(page)).toEqual(expected.map((stream) => stream.endAt));
    expect(page.items.map((row) => row.track?.id)).toEqual(expected.map((stream) => stream.trackId));
    expect(page.cursors).toEqual({ after: `${expected[0]?.endAt}`, before: `${expected.at(-1)?.endAt}` });
    expect(page.next).toBeNull();
  });

  it('pages back through `next` without gap or overlap', async () => {
    const all = endsOf(await recent('limit=50'));
    const paged: number[] = [];
    let next: string | null = `${simulator.apiUrl}/v1/me/player/recently-played?limit=7`;
    while (next !== null) {
      const page = (await (await call(next)).json()) as RecentPage;
      paged.push(...endsOf(page));
      next = page.next;
    }
    expect(paged).toEqual(all);
  });

  it('excludes both cursors', async () => {
    const all = endsOf(await recent('limit=50'));
    expect(endsOf(await recent(`limit=50&after=${all[9]}`))).toEqual(all.slice(0, 9));
    expect(endsOf(await recent(`limit=50&before=${all[9]}`))).toEqual(all.slice(10));
    expect(endsOf(await recent(`after=${all[0]}`))).toEqual([]);
  });

  it.each(['limit=0', 'limit=51', 'limit=x', 'after=1&before=2', 'before=-1'])(
    'answers 400 to %s',
    async (query) => {
      const response = await call(`${simulator.apiUrl}/v1/me/player/recently-played?${query}`);
      expect(response.status).toBe(400);
    },
  );

  it('holds back what an offline device uploads later', async () => {
    const everything = truth(startAt.getTime() - 2000 * 24 * HOUR_MS, startAt.getTime());
    const late = everything.findLast((stream) => stream.offline && stream.listed);
    expect(late?.visibleAt).toBeGreaterThan(late?.endAt ?? 0);
    simulator.clock.set((late?.visibleAt ?? 0) - 1);
    token = simulator.issueTokens(LISTENER).access_token;
    expect(endsOf(await recent('limit=50'))).not.toContain(late?.endAt);
    simulator.clock.advance(1);
    expect(endsOf(await recent('limit=50'))).toContain(late?.endAt);
  });
});

describe('currently playing', () => {
  it('follows the truth through a pause', async () => {
    const paused = truth(startAt.getTime() - 400 * 24 * HOUR_MS, startAt.getTime()).findLast(
      (stream) => stream.kind === 'track' && stream.pauseMs > 10_000,
    );
    if (paused === undefined) throw new Error('nobody ever paused');
    const at = async (instant: number) => {
      simulator.clock.set(instant);
      token = simulator.issueTokens(LISTENER).access_token;
      const response = await call(`${simulator.apiUrl}/v1/me/player/currently-playing`);
      const { is_playing, progress_ms, item } = (await response.json()) as {
        is_playing: boolean;
        progress_ms: number;
        item: { id: string };
      };
      expect(item.id).toBe(paused.trackId);
      return [is_playing, progress_ms];
    };
    const { startAt: from, pauseAfterMs, pauseMs, msPlayed, endAt } = paused;
    expect(await at(from + pauseAfterMs - 1)).toEqual([true, pauseAfterMs - 1]);
    expect(await at(from + pauseAfterMs + pauseMs / 2)).toEqual([false, pauseAfterMs]);
    expect(await at(endAt - 1)).toEqual([true, msPlayed - 1]);
  });

  it('follows jumps within a scripted stream', async () => {
    const from = simulator.clock.now() + 60_000;
    const seeks = [
      { afterMs: 0, toMs: 30_000 },
      { afterMs: 20_000, toMs: 5_000 },
    ];
    simulator.addListener({
      id: 'jumper',
      plays: [{ startAt: from, msPlayed: 40_000, seeks, pauseAfterMs: 25_000, pauseMs: 10_000 }],
    });
    token = simulator.issueTokens('jumper').access_token;
    const at = async (instant: number) => {
      simulator.clock.set(instant);
      const response = await call(`${simulator.apiUrl}/v1/me/player/currently-playing`);
      const { is_playing, progress_ms } = (await response.json()) as {
        is_playing: boolean;
        progress_ms: number;
      };
      return [is_playing, progress_ms];
    };
    expect(await at(from + 1_000)).toEqual([true, 31_000]);
    expect(await at(from + 22_000)).toEqual([true, 7_000]);
    expect(await at(from + 30_000)).toEqual([false, 10_000]);
    expect(await at(from + 36_000)).toEqual([true, 11_000]);
    const [stream] = simulator.truth('jumper', from, from + 120_000);
    expect(stream).toMatchObject({ msPlayed: 40_000, endAt: from + 50_000, skipped: true });
  });

  it('is as fresh as the clock', async () => {
    const next = truth(startAt.getTime(), startAt.getTime() + 48 * HOUR_MS).find(
      (stream) => stream.kind === 'track' && stream.msPlayed > 60_000 && !stream.offline,
    );
    simulator.clock.set((next?.startAt ?? 0) + 5_000);
    token = simulator.issueTokens(LISTENER).access_token;
    const response = await call(`${simulator.apiUrl}/v1/me/player/currently-playing`);
    expect(await response.json()).toMatchObject({ progress_ms: 5_000, item: { id: next?.trackId } });
    simulator.clock.set(next?.endAt ?? 0);
    expect(endsOf(await recent('limit=1'))).toEqual([next?.endAt]);
  });
});
