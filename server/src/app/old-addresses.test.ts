import { describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const visitor = new Browser(server.address);
const withAndWithoutSlash = (name: string) => [`/analytics/${name}`, `/analytics/${name}/`];

describe('moved', () => {
  test.each([
    ['authenticated', '/api/session'],
    ['login', '/spotify/login'],
    ['loginResponse', '/spotify/loginResponse'],
    ['listeningHistory', '/api/plays'],
    ['songs', '/api/tracks'],
    ['stats', '/api/stats/summary'],
    ['dailyAggregation', '/api/stats/daily'],
    ['hourlyAggregation', '/api/stats/hourly'],
    ['playlistSubmission', '/api/playlists'],
    ['playlistSongs', '/api/playlists'],
    ['globalStats', '/api/global/summary'],
    ['globalDailyAggregation', '/api/global/daily'],
    ['globalHourlyAggregation', '/api/global/hourly'],
    ['analyzeHistoricalImport', '/api/imports'],
    ['executeHistoricalImport', '/api/imports'],
  ])('%s leads to %s', async (name, successor) => {
    for (const path of withAndWithoutSlash(name)) {
      for (const method of ['GET', 'POST']) {
        const response = await visitor.request(method, path);
        expect([method, path, response.status]).toEqual([method, path, 308]);
        expect(response.headers.get('location')).toBe(successor);
      }
    }
  });

  test('with what was asked for', async () => {
    const response = await visitor.get('/analytics/loginResponse?code=c&state=s%2Ft');
    expect(response.headers.get('location')).toBe('/spotify/loginResponse?code=c&state=s%2Ft');
  });

  test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=b'])(
    'whatever the body is: %s',
    async (type) => {
      const response = await fetch(`${server.address}/analytics/playlistSubmission/`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': type },
        body: 'playlist=37i9dQZF1DXcBWIGoYBM5M',
      });
      expect(response.status).toBe(308);
    },
  );
});

describe('changing something by a link', () => {
  test.each([
    ['logout', 'DELETE /api/session'],
    ['start', 'PUT /api/monitoring {"enabled": true}'],
    ['stop', 'PUT /api/monitoring {"enabled": false}'],
    ['deleteUser', 'DELETE /api/account'],
    ['deletePlaylist', 'DELETE /api/playlists/{id}'],
  ])('%s is refused, and the new call named', async (name, call) => {
    for (const path of withAndWithoutSlash(name)) {
      for (const method of ['GET', 'POST']) {
        const response = await visitor.request(method, path);
        expect(response.status).toBe(405);
        const { error } = (await response.json()) as { error: { code: string; message: string } };
        expect(error.code).toBe('method-not-allowed');
        expect(error.message).toContain(call);
      }
    }
  });
});

describe('probes', () => {
  test.each([
    ['health', { status: 'ok' }],
    ['status', { status: 'ready', database: 'up' }],
  ])('%s answers directly, by any host name', async (name, answer) => {
    for (const path of withAndWithoutSlash(name)) {
      const response = await visitor.get(path, { host: '10.1.2.3:8000' });
      expect([path, response.status]).toEqual([path, 200]);
      expect(await response.json()).toMatchObject(answer);
    }
  });
});
