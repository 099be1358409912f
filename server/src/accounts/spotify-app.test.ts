import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const simulator = await startSimulator();
afterAll(() => simulator.close());
const urls = { SPOTIFY_API_URL: simulator.apiUrl, SPOTIFY_ACCOUNTS_URL: simulator.accountsUrl };
const app = { clientId: 'simulated-client-id', clientSecret: 'simulated-client-secret' };

describe('entered on the page', async () => {
  const database = await createTestDatabase();
  const server = await startTestServer(database, { env: urls });
  let host: Browser;
  let listener: Browser;
  beforeAll(async () => {
    host = await Browser.signUp(server.address, 'host');
    listener = await Browser.signUp(server.address, 'listener');
  });

  test('there is none at first, and the redirect URI to register is shown', async () => {
    expect(await host.json('/api/spotify-app')).toEqual({
      clientId: null,
      hasClientSecret: false,
      redirectUri: `${server.address}/spotify/loginResponse`,
      source: 'none',
    });
    expect(await listener.json('/api/instance')).toMatchObject({ spotifyAvailable: false });
  });

  test('only the host may see and enter it', async () => {
    expect((await listener.get('/api/spotify-app')).status).toBe(403);
    expect((await listener.request('PUT', '/api/spotify-app', app)).status).toBe(403);
    expect(await host.json('/api/spotify-app')).toMatchObject({ source: 'none' });
  });

  test('it works at once, its secret is never given out, and lies sealed', async () => {
    const response = await host.request('PUT', '/api/spotify-app', app);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      clientId: app.clientId,
      hasClientSecret: true,
      redirectUri: `${server.address}/spotify/loginResponse`,
      source: 'settings',
    });
    expect(text).not.toContain(app.clientSecret);
    expect(await host.json('/api/instance')).toMatchObject({ spotifyAvailable: true });
    const { rows } = await database.pool.query<{ value: unknown; sealed_value: Buffer }>(
      'select * from settings',
    );
    expect(rows.map(({ value }) => value)).toEqual([null]);
    expect(rows[0]?.sealed_value.toString('latin1')).not.toMatch(/simulated-client/);
    expect((await listener.connectSpotify('teo.twoyears')).status).toBe(302);
    expect(await listener.json('/api/account')).toMatchObject({ spotify: { state: 'connected' } });
  });

  test('it can be replaced; without a secret there is none any more', async () => {
    const response = await host.request('PUT', '/api/spotify-app', { clientId: 'another' });
    expect(await response.json()).toMatchObject({ clientId: 'another', hasClientSecret: false });
    await host.request('PUT', '/api/spotify-app', app);
  });

  test('to disconnect takes tokens and monitor, and leaves the plays', async () => {
    await listener.request('PUT', '/api/monitoring', { enabled: true });
    const plays = () => listener.json<{ items: unknown[] }>('/api/plays?limit=200');
    await vi.waitFor(async () => expect((await plays()).items).not.toEqual([]), { timeout: 20_000 });
    const before = await plays();
    expect((await listener.request('DELETE', '/api/account/spotify')).status).toBe(204);
    for (const table of ['spotify_connections', 'monitors']) {
      expect([table, (await database.pool.query(`select from ${table}`)).rowCount]).toEqual([table, 0]);
    }
    expect(await listener.json('/api/account')).toMatchObject({ spotify: null });
    expect(await listener.json('/api/monitoring')).toMatchObject({ enabled: false, state: 'stopped' });
    expect(await plays()).toEqual(before);
    const start = await listener.request('PUT', '/api/monitoring', { enabled: true });
    expect(start.status).toBe(409);
  });
});

describe('from the environment', async () => {
  const server = await startTestServer(await createTestDatabase(), { simulator });

  test('it wins, and cannot be changed on the page', async () => {
    const host = await Browser.signUp(server.address, 'host');
    const response = await host.request('PUT', '/api/spotify-app', { clientId: 'another' });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { code: 'wrong-state' } });
    expect(await host.json('/api/spotify-app')).toMatchObject({
      clientId: 'simulated-client-id',
      hasClientSecret: true,
      source: 'environment',
    });
  });
});
