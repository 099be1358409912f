import { readFileSync } from 'node:fs';
import type { Play } from '@analytics/contract/play';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const simulator = await startSimulator({
  startAt: new Date('2026-06-01T06:00:00Z'),
  speed: 0,
  seed: 3,
  listeners: 3,
});
afterAll(() => simulator.close());
const database = await createTestDatabase();
const TOKEN = 'what Prometheus sends';
const server = await startTestServer(database, { simulator });
const guarded = await startTestServer(database, { simulator, env: { METRICS_TOKEN: TOKEN, ROLE: 'web' } });

const get = (address: string, headers: Record<string, string> = {}) =>
  fetch(`${address}/metrics`, { headers });
const authorised = { authorization: `Bearer ${TOKEN}` };

/** The value of the first sample that has this name and these labels. */
function sample(text: string, name: string, labels: Record<string, string> = {}): number | undefined {
  const line = text
    .split('\n')
    .find(
      (candidate) =>
        candidate.startsWith(name) &&
        /[{ ]/.test(candidate.charAt(name.length)) &&
        Object.entries(labels).every(([label, value]) => candidate.includes(`${label}="${value}"`)),
    );
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
}

describe('who may read the metrics', () => {
  test('without a token, a program on this machine', async () => {
    expect((await get(server.address)).status).toBe(200);
    const forwarded = await get(server.address, { 'x-forwarded-for': '203.0.113.7' });
    expect(forwarded.status).toBe(403);
  });

  test('with a token, whoever sends it', async () => {
    expect((await get(guarded.address)).status).toBe(401);
    expect((await get(guarded.address, { authorization: 'Bearer something else' })).status).toBe(401);
    const answer = await get(guarded.address, { ...authorised, 'x-forwarded-for': '203.0.113.7' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/plain');
  });
});

test('a poll shows in the figures, of whichever process they are asked', async () => {
  const before = await (await get(server.address)).text();
  const recorded = { source: 'recently-played' };
  const browser = await Browser.signUp(server.address, 'listener');
  await browser.connectSpotify('noor.newcomer');
  await browser.request('PUT', '/api/monitoring', { enabled: true, mode: 'history' });
  const after = await vi.waitFor(
    async () => {
      const text = await (await get(server.address)).text();
      if (!sample(text, 'analytics_recorded_plays_total', recorded))
        throw new Error('nothing is recorded yet');
      return text;
    },
    { timeout: 30_000, interval: 100 },
  );
  const { items } = await browser.json<{ items: Play[] }>('/api/plays?limit=200');
  const name = 'analytics_recorded_plays_total';
  expect((sample(after, name, recorded) ?? 0) - (sample(before, name, recorded) ?? 0)).toBe(items.length);
  expect(
    sample(after, 'analytics_spotify_calls_total', { family: 'recently-played', status: '200' }),
  ).toBeGreaterThan(0);
  expect(sample(after, 'analytics_poll_lateness_seconds_count')).toBeGreaterThan(0);
  expect(sample(after, 'analytics_monitored_listeners', { mode: 'history' })).toBe(1);
  expect(sample(after, 'analytics_spotify_connections', { state: 'connected' })).toBe(1);
  expect(sample(after, 'analytics_queue_jobs', { state: 'queued' })).toBeDefined();
  expect(sample(after, 'analytics_http_request_seconds_count', { route: '/api/monitoring' })).toBeGreaterThan(
    0,
  );

  await vi.waitFor(
    async () => {
      const text = await (await get(guarded.address, authorised)).text();
      expect(sample(text, name, recorded)).toBe(sample(after, name, recorded));
    },
    { timeout: 40_000, interval: 500 },
  );
}, 90_000);

test.each(['alerts.yaml', 'grafana-dashboard.json'])('%s asks for nothing that is not told', async (file) => {
  const text = await (await get(server.address)).text();
  const told = [...text.matchAll(/^# HELP (\w+)/gm)].map(([, name]) => name);
  const asked = readFileSync(new URL(`../../../deploy/monitoring/${file}`, import.meta.url), 'utf8');
  const names = [...asked.matchAll(/\b((?:analytics|process|nodejs)_\w+?)(?:_bucket)?\b/g)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(5);
  expect(told).toEqual(expect.arrayContaining([...new Set(names)]));
});
