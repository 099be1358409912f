import { type Simulator, type SimulatorOptions, startSimulator } from '@analytics/simulator/simulator';
import { afterAll, describe, expect, test } from 'vitest';
import type { Environment } from '../config.ts';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

async function start(options: SimulatorOptions, env: Environment = {}) {
  const simulator = await startSimulator(options);
  afterAll(() => simulator.close());
  const database = await createTestDatabase();
  const server = await startTestServer(database, { simulator, env });
  return { simulator, database, browser: new Browser(server.address) };
}

async function readPage(response: Response): Promise<[status: number, text: string]> {
  const html = await response.text();
  return [response.status, /<p>(.*?)<\/p>/s.exec(html)?.[1] ?? html];
}

const statusOf = async (browser: Browser) => (await browser.get('/api/session')).status;

const pkce = await start({ clientSecret: null }, { SPOTIFY_CLIENT_SECRET: '' });
const wrong = await start({ clientSecret: 'another-secret' });
const bare = await start({}, { SPOTIFY_CLIENT_ID: '', SPOTIFY_CLIENT_SECRET: '' });
const faulty = await start({});

test('PKCE alone is enough where the app has no secret', async () => {
  const { simulator, browser } = pkce;
  const done = await browser.connectSpotify('teo.twoyears');
  expect(done.headers.get('location')).toBe('/spotify/analytics/');
  expect(await statusOf(browser)).toBe(200);
  expect(simulator.listRequests({ path: '/api/token' }).map(({ status }) => status)).toEqual([200]);
});

test('a wrong secret is explained, to the host', async () => {
  const { browser } = wrong;
  const [status, text] = await readPage(await browser.connectSpotify('teo.twoyears'));
  expect(status).toBe(403);
  expect(text).toBe(
    'Spotify refuses this app: Invalid client secret. The host has to check its client id and secret.',
  );
  expect(text).not.toContain('simulated-client-secret');
  expect(await statusOf(browser)).toBe(401);
});

test('without an app the page says who can do what', async () => {
  const { browser } = bare;
  const [status, text] = await readPage(await browser.get('/spotify/login'));
  expect([status, text]).toEqual([403, expect.stringMatching(/Its host can enter one on the set-up page/)]);
});

describe('a fault of Spotify', () => {
  const { simulator, database, browser } = faulty;
  const me = { match: { path: '/v1/me' } };
  const token = { match: { path: '/api/token' } };
  const cases: [what: string, fault: Parameters<Simulator['addFault']>[0], status: number, text: RegExp][] = [
    [
      'not registered',
      { kind: 'forbidden-text', text: 'not-registered', ...me },
      403,
      /the host has to add them under User Management/,
    ],
    [
      'not registered, in other words',
      { kind: 'forbidden-text', text: 'check-settings', ...me },
      403,
      /User Management/,
    ],
    ['no premium', { kind: 'forbidden-text', text: 'premium-required', ...me }, 403, /Premium subscription/],
    ['an outage', { kind: 'server-error', ...me }, 503, /Spotify has trouble \(status 500\)/],
    ['a bad gateway', { kind: 'bad-gateway', ...me }, 503, /Spotify has trouble \(status 502\)/],
    ['a page instead of the profile', { kind: 'html', ...me }, 503, /cannot be read/],
    ['a cut profile', { kind: 'truncated-json', ...me }, 503, /cannot be read/],
    ['a reset', { kind: 'reset', ...me }, 503, /does not answer/],
    ['too many calls', { kind: 'rate-limit', retryAfterSeconds: 5, ...me }, 503, /asks for a pause/],
    [
      'too many sign-ins',
      { kind: 'rate-limit', retryAfterSeconds: 5, text: true, ...token },
      503,
      /sign-in service asks for a pause/,
    ],
    [
      'an outage of the accounts service',
      { kind: 'server-error', ...token },
      503,
      /sign-in service does not answer/,
    ],
    ['a page instead of the tokens', { kind: 'html', ...token }, 503, /sign-in service does not answer/],
    ['a reset of the accounts service', { kind: 'reset', ...token }, 503, /sign-in service does not answer/],
    ['a refused code', { kind: 'invalid-grant', ...token }, 403, /no longer accepts the consent/],
  ];

  test.each(cases)(
    '%s: a page, nobody signed in, and the next try works',
    async (_what, fault, status, words) => {
      simulator.addFault(fault);
      const response = await browser.connectSpotify('noor.newcomer');
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await readPage(response)).toEqual([status, expect.stringMatching(words)]);
      expect(await statusOf(browser)).toBe(401);
      simulator.clearFaults();
      await database.pool.query('delete from spotify_cool_downs');
      expect((await browser.connectSpotify('noor.newcomer')).status).toBe(302);
      await browser.request('DELETE', '/api/session');
    },
  );

  test('words of Spotify cannot put markup on the page', async () => {
    simulator.addFault({ kind: 'invalid-grant', description: '<img src=x onerror=alert(1)>', ...token });
    const html = await (await browser.connectSpotify('noor.newcomer')).text();
    expect(html).not.toContain('<img');
  });
});
