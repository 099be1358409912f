import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GrantError, type RegisteredApp, type TokenReply } from './accounts.ts';
import type { World } from './world.ts';

/** `POST /api/token`: form-encoded, with the secret in a Basic header, or with the client's id alone for PKCE. */
export function tokenEndpoint(app: FastifyInstance, world: World): void {
  app.post('/api/token', (request, reply) => {
    reply.header('cache-control', 'no-store');
    const form = formOf(request);
    try {
      return reply.send(grant(world, form, request.headers.authorization));
    } catch (error) {
      if (!(error instanceof GrantError)) throw error;
      return reply.code(400).send({ error: error.code, error_description: error.message });
    }
  });
}

/** The fields of a form that was posted; empty when something else was. */
export function formOf(request: FastifyRequest): URLSearchParams {
  return request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
}

function grant(world: World, form: URLSearchParams, authorization: string | undefined): TokenReply {
  const { accounts } = world;
  const withSecret = identifyApp(accounts.app, form, authorization);
  const grantType = form.get('grant_type');
  if (grantType === 'refresh_token') {
    return accounts.refresh(required(form, 'refresh_token'), withSecret);
  }
  if (grantType !== 'authorization_code') {
    throw new GrantError('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token');
  }
  const code = required(form, 'code');
  const redirectUri = required(form, 'redirect_uri');
  return accounts.exchange(code, redirectUri, form.get('code_verifier') ?? undefined, withSecret);
}

/** Whether the app proved itself by its secret; throws when it is not the registered app. */
function identifyApp(app: RegisteredApp, form: URLSearchParams, authorization: string | undefined): boolean {
  if (authorization === undefined) {
    if (form.get('client_id') !== app.clientId) throw new GrantError('invalid_client', 'Invalid client');
    const secret = form.get('client_secret');
    if (secret === null) return false;
    return checkSecret(app, secret);
  }
  const [, encoded = ''] = /^Basic (\S+)$/i.exec(authorization) ?? [];
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  if (decodeURIComponent(id) !== app.clientId) throw new GrantError('invalid_client', 'Invalid client');
  return checkSecret(app, decodeURIComponent(secret));
}

function checkSecret(app: RegisteredApp, secret: string): boolean {
  if (app.clientSecret !== secret) throw new GrantError('invalid_client', 'Invalid client secret');
  return true;
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') throw new GrantError('invalid_request', `${name} must be supplied`);
  return value;
}
