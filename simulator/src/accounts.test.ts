import { createHash } from 'node:crypto';
import { Value } from 'typebox/value';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts';
import { grantErrorSchema, tokenSchema } from './web-api/answer-schemas.ts';

const redirectUri = 'http://127.0.0.1:8000/spotify/loginResponse';
const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const basic = `Basic ${btoa('simulated-client-id:simulated-client-secret')}`;
const MINUTE_MS = 60_000;

interface TokenBody {
  access_token: string;
  refresh_token: string;
  error?: string;
  error_description?: string;
}

interface MeBody {
  id?: string;
  error?: { message: string };
}

let simulator: Simulator;
const start = async (options: SimulatorOptions = {}) => {
  simulator = await startSimulator({ startAt: new Date('2026-03-31T12:00:00Z'), speed: 0, ...options });
};
beforeEach(() => start());
afterEach(() => simulator.close());

function authorize(changes: Record<string, string> = {}) {
  const query = new URLSearchParams({
    client_id: 'simulated-client-id',
    response_type: 'code',
    redirect_uri: redirectUri,
    state: 'st/ate',
    scope: 'user-read-recently-played',
    code_challenge_method: 'S256',
    code_challenge: challenge,
    simulate_listener: 'teo.twoyears',
    ...changes,
  });
  return fetch(`${simulator.accountsUrl}/authorize?${query.toString()}`, { redirect: 'manual' });
}

async function codeOf(response: Response): Promise<string> {
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

async function token(form: Record<string, string>, authorization?: string) {
  const response = await fetch(`${simulator.accountsUrl}/api/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: authorization === undefined ? {} : { authorization },
  });
  const body = (await response.json()) as TokenBody;
  expect(Value.Check(response.ok ? tokenSchema : grantErrorSchema, body)).toBe(true);
  return { status: response.status, body };
}

const exchange = (code: string, changes: Record<string, string> = {}) =>
  token({
    grant_type: 'authorization_code',
    client_id: 'simulated-client-id',
    redirect_uri: redirectUri,
    code_verifier: verifier,
    code,
    ...changes,
  });

const refresh = (refreshToken: string) =>
  token({ grant_type: 'refresh_token', client_id: 'simulated-client-id', refresh_token: refreshToken });

const signIn = async () => (await exchange(await codeOf(await authorize()))).body;

async function me(accessToken: string) {
  const headers = { authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${simulator.apiUrl}/v1/me`, { headers });
  return { status: response.status, body: (await response.json()) as MeBody };
}

describe('the exchange of a code', () => {
  it('needs the right verifier', async () => {
    const code = await codeOf(await authorize());
    const { status, body } = await exchange(code, { code_verifier: 'w'.repeat(43) });
    expect([status, body]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'code_verifier was incorrect' },
    ]);
  });

  it.each([42, 129])('refuses a verifier of %d characters', async (length) => {
    const text = 'v'.repeat(length);
    const code_challenge = createHash('sha256').update(text).digest('base64url');
    const code = await codeOf(await authorize({ code_challenge }));
    expect((await exchange(code, { code_verifier: text })).status).toBe(400);
  });

  it('works once', async () => {
    const code = await codeOf(await authorize());
    expect((await exchange(code)).status).toBe(200);
    expect((await exchange(code)).body.error_description).toBe('Invalid authorization code');
  });

  it('works for ten minutes and for the same redirect URI', async () => {
    const code = await codeOf(await authorize());
    simulator.clock.advance(10 * MINUTE_MS);
    expect((await exchange(code)).body.error).toBe('invalid_grant');
    const other = await codeOf(await authorize());
    const wrong = await exchange(other, { redirect_uri: 'http://127.0.0.1:8001/spotify/loginResponse' });
    expect(wrong.body.error).toBe('invalid_grant');
  });

  it('takes the secret instead of PKCE, and only the right one', async () => {
    const query = new URLSearchParams({
      client_id: 'simulated-client-id',
      response_type: 'code',
      redirect_uri: redirectUri,
    });
    const plain = () =>
      fetch(`${simulator.accountsUrl}/authorize?${query.toString()}&simulate_listener=teo.twoyears`, {
        redirect: 'manual',
      });
    const form = async () => ({
      grant_type: 'authorization_code',
      redirect_uri: redirectUri,
      code: await codeOf(await plain()),
    });
    expect((await token(await form(), basic)).status).toBe(200);
    const wrong = await token(await form(), `Basic ${btoa('simulated-client-id:wrong')}`);
    expect(wrong.body).toEqual({ error: 'invalid_client', error_description: 'Invalid client secret' });
    const unproven = await token({ ...(await form()), client_id: 'simulated-client-id' });
    expect(unproven.body.error).toBe('invalid_client');
  });

  it('names what is missing', async () => {
    const client_id = 'simulated-client-id';
    expect((await token({ client_id, grant_type: 'refresh_token' })).body).toEqual({
      error: 'invalid_request',
      error_description: 'refresh_token must be supplied',
    });
    expect((await token({ client_id })).body.error).toBe('unsupported_grant_type');
    expect((await token({ grant_type: 'refresh_token' })).body.error).toBe('invalid_client');
  });
});

describe('tokens', () => {
  it('last an hour of simulated time', async () => {
    const { access_token } = await signIn();
    simulator.clock.advance(60 * MINUTE_MS - 1);
    expect((await me(access_token)).body.id).toBe('teo.twoyears');
    simulator.clock.advance(1);
    expect(await me(access_token)).toEqual({
      status: 401,
      body: { error: { status: 401, message: 'The access token expired' } },
    });
  });

  it('are refused when unknown, missing or of too small a scope', async () => {
    const { access_token } = await signIn();
    expect((await me('nonsense')).status).toBe(401);
    expect((await fetch(`${simulator.apiUrl}/v1/me`)).status).toBe(401);
    const response = await fetch(`${simulator.apiUrl}/v1/me/player`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ error: { status: 403, message: 'Insufficient client scope' } });
  });

  it('are refreshed without a new refresh token', async () => {
    const { refresh_token } = await signIn();
    const first = (await refresh(refresh_token)).body;
    expect(first).not.toHaveProperty('refresh_token');
    expect((await me(first.access_token)).status).toBe(200);
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('rotate when asked to, and the old refresh token is revoked', async () => {
    simulator.setRotation(true);
    const { refresh_token } = await signIn();
    const first = (await refresh(refresh_token)).body;
    expect(first.refresh_token).not.toBe(refresh_token);
    expect((await refresh(refresh_token)).body.error_description).toBe('Refresh token revoked');
    expect((await refresh(first.refresh_token)).status).toBe(200);
  });

  it('die six months after the consent, refreshed or not', async () => {
    simulator.setRotation(true);
    let { refresh_token } = await signIn();
    simulator.clock.set(new Date('2026-09-30T11:59:59Z'));
    refresh_token = (await refresh(refresh_token)).body.refresh_token;
    simulator.clock.set(new Date('2026-09-30T12:00:00Z'));
    expect((await refresh(refresh_token)).body).toEqual({
      error: 'invalid_grant',
      error_description: 'Refresh token expired',
    });
  });

  it('die with the consent', async () => {
    const { access_token, refresh_token } = await signIn();
    simulator.revokeConsent('teo.twoyears');
    expect((await me(access_token)).body.error?.message).toBe('Invalid access token');
    expect((await refresh(refresh_token)).body.error_description).toBe('Refresh token revoked');
    expect((await me((await signIn()).access_token)).status).toBe(200);
  });

  it('are granted by PKCE alone when the app has no secret', async () => {
    await simulator.close();
    await start({ clientSecret: null });
    const { refresh_token } = await signIn();
    expect((await refresh(refresh_token)).status).toBe(200);
    const form = { grant_type: 'refresh_token', refresh_token };
    expect((await token(form, basic)).body.error).toBe('invalid_client');
  });
});
