import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from './simulator.ts';

const redirectUri = 'http://127.0.0.1:8000/spotify/loginResponse';
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 0 });
});
afterAll(() => simulator.close());

function authorize(changes: Record<string, string> = {}) {
  const query = new URLSearchParams({
    client_id: 'simulated-client-id',
    response_type: 'code',
    redirect_uri: redirectUri,
    state: 'st/ate',
    simulate_listener: 'teo.twoyears',
    ...changes,
  });
  return fetch(`${simulator.accountsUrl}/authorize?${query.toString()}`, { redirect: 'manual' });
}

describe('the authorize page', () => {
  it('returns code and state to the app', async () => {
    const response = await authorize();
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(redirectUri);
    expect(location.searchParams.get('state')).toBe('st/ate');
    expect(location.searchParams.get('code')).toMatch(/^AQ/);
  });

  it('returns a refusal', async () => {
    const response = await authorize({ simulate_decision: 'deny' });
    expect(response.headers.get('location')).toBe(`${redirectUri}?state=st%2Fate&error=access_denied`);
  });

  it('lets one pick a listener in a form that may lead back to the app', async () => {
    const query = new URLSearchParams({
      client_id: 'simulated-client-id',
      response_type: 'code',
      redirect_uri: redirectUri,
    });
    const response = await fetch(`${simulator.accountsUrl}/authorize?${query.toString()}&state="><script>`);
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).not.toContain('form-action');
    expect(html).toContain('value="maja.eightyears" checked');
    expect(html).not.toContain('<script>');
  });

  it.each([
    ['http://localhost:8000/spotify/loginResponse', 'INVALID_CLIENT: Insecure redirect URI'],
    ['http://192.168.1.5/spotify/loginResponse', 'INVALID_CLIENT: Insecure redirect URI'],
    ['http://127.0.0.1:8000/elsewhere', 'INVALID_CLIENT: Invalid redirect URI'],
    ['https://evil.example/spotify/loginResponse', 'INVALID_CLIENT: Invalid redirect URI'],
    ['nonsense', 'INVALID_CLIENT: Invalid redirect URI'],
  ])('shows an error page for %s and does not redirect', async (uri, message) => {
    const response = await authorize({ redirect_uri: uri });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toContain(message);
  });

  it('refuses an unknown app', async () => {
    expect(await (await authorize({ client_id: 'other' })).text()).toContain(
      'INVALID_CLIENT: Invalid client',
    );
  });
});
