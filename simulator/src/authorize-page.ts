import type { FastifyInstance, FastifyReply } from 'fastify';
import { judgeRedirectUri } from './redirect-uri.ts';
import { queryOf } from './web-api/endpoint.ts';
import type { World } from './world.ts';

/**
 * `GET /authorize`: a page to pick a listener and to allow or deny. With `simulate_listener=<id>` the answer comes at
 * once; with `simulate_decision=deny` it is a refusal.
 */
export function authorizePage(app: FastifyInstance, world: World): void {
  app.get('/authorize', (request, reply) => {
    const query = queryOf(request);
    const redirectUri = query['redirect_uri'] ?? '';
    const refusal = refuse(world, query);
    if (refusal !== undefined) return errorPage(reply, refusal);
    const back = new URL(redirectUri);
    const state = query['state'];
    if (state !== undefined) back.searchParams.set('state', state);
    if (query['code_challenge'] !== undefined && query['code_challenge_method'] !== 'S256') {
      back.searchParams.set('error', 'invalid_request');
      return reply.redirect(back.href, 303);
    }
    if (query['simulate_decision'] === 'deny') {
      back.searchParams.set('error', 'access_denied');
      return reply.redirect(back.href, 303);
    }
    const listenerId = query['simulate_listener'];
    if (listenerId === undefined) return consentPage(reply, world, query);
    if (!world.listeners.has(listenerId)) return errorPage(reply, `There is no listener ${listenerId}`);
    const scopes = (query['scope'] ?? '').split(/\s+/).filter((scope) => scope !== '');
    const code = world.accounts.allow(listenerId, scopes, redirectUri, query['code_challenge']);
    back.searchParams.set('code', code);
    return reply.redirect(back.href, 303);
  });
}

function refuse(world: World, query: Record<string, string>): string | undefined {
  const { app } = world.accounts;
  if (query['client_id'] === undefined) return 'Missing required parameter: client_id';
  if (query['client_id'] !== app.clientId) return 'INVALID_CLIENT: Invalid client';
  if (query['redirect_uri'] === undefined) return 'Missing required parameter: redirect_uri';
  const verdict = judgeRedirectUri(query['redirect_uri'], app.redirectUris);
  if (verdict !== 'allowed') return `INVALID_CLIENT: ${verdict}`;
  if (query['response_type'] !== 'code') return 'response_type must be code';
  return undefined;
}

function errorPage(reply: FastifyReply, message: string) {
  return page(reply.code(400), `<h1>Sorry</h1><p>${escape(message)}</p>`);
}

function consentPage(reply: FastifyReply, world: World, query: Record<string, string>) {
  const fields = Object.entries(query)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
    .join('');
  const choices = [...world.listeners.values()]
    .slice(0, 50)
    .map(({ id, displayName }, position) => {
      const checked = position === 0 ? ' checked' : '';
      const input = `<input type="radio" name="simulate_listener" value="${escape(id)}"${checked}>`;
      return `<p><label>${input} ${escape(displayName)} <small>${escape(id)}</small></label></p>`;
    })
    .join('');
  const scopes = escape(query['scope'] ?? '') || 'nothing in particular';
  return page(
    reply,
    `<h1>Simulated sign-in</h1><p>This is not Spotify. An app asks for: ${scopes}.</p>
<form method="get" action="/authorize">${fields}<fieldset><legend>Be this listener</legend>${choices}</fieldset>
<p><button name="simulate_decision" value="allow">Allow</button>
<button name="simulate_decision" value="deny">Deny</button></p></form>`,
  );
}

/** No `form-action` in the policy: browsers apply it to the redirect too, and the form leads back to the app. */
function page(reply: FastifyReply, body: string) {
  return reply
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    )
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Simulated sign-in</title>
<style>body{font:1rem/1.5 system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}button{font:inherit}</style>
<main>${body}</main></html>`,
    );
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
