import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { refreshAccess } from './oauth.ts';

/** Refuses everything in the words that the refresh token asks for. */
async function refuse(request: IncomingMessage, response: ServerResponse) {
  const error = new URLSearchParams(await text(request)).get('refresh_token');
  response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}

const refusing = createServer((request, response) => void refuse(request, response)).listen(0, '127.0.0.1');
await once(refusing, 'listening');
afterAll(() => void refusing.close());

test.each([
  ['invalid_grant', 'consent-ended'],
  ['invalid_client', 'app-refused'],
  ['unauthorized_client', 'app-refused'],
  ['server_error', 'unavailable'],
  ['temporarily_unavailable', 'unavailable'],
])('"%s" of the sign-in service is %s', async (error, kind) => {
  const { port } = refusing.address() as AddressInfo;
  const app = { accountsUrl: `http://127.0.0.1:${port}`, clientId: 'client', clientSecret: 'secret' };
  await expect(refreshAccess(app, error)).rejects.toMatchObject({ name: 'SpotifyError', kind });
});
