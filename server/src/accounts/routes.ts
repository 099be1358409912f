import type { InstanceAnswer } from '@analytics/contract/account';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ListenerId } from '../database/listener-id.ts';
import { implement } from '../http/endpoint.ts';
import { changePassword } from './change-password.ts';
import { deleteConnection } from './connections.queries.ts';
import { listCountingRuleEffects } from './counting-rules.queries.ts';
import { createAccount, requireTimezone } from './create-account.ts';
import { isRegistrationOpen, upsertRegistration } from './registration.queries.ts';
import { signIn } from './sign-in.ts';
import { describeSpotifyApp, findSpotifyApp, saveSpotifyApp } from './spotify-app.ts';
import type { SignInContext } from './spotify-sign-in.ts';
import { updateAccount } from './update-account.ts';
import { deleteUser, getAccount, getUser } from './users.queries.ts';

export interface AccountRoutesContext extends SignInContext {
  readonly version: string;
  readonly demoListeners: InstanceAnswer['demoListeners'];
  /** What a listener has uploaded, outside the database. */
  readonly uploads: { removeAll(listenerId: ListenerId): Promise<void> };
  readonly sessions: {
    begin(request: FastifyRequest, reply: FastifyReply, listenerId: ListenerId): Promise<void>;
    end(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  };
}

/** Sessions, local accounts, the listener's own account, and what the host decides about them. */
export function addAccountRoutes(app: FastifyInstance, context: AccountRoutesContext): void {
  addSessionRoutes(app, context);
  addOwnAccountRoutes(app, context);
  addSpotifyAppRoutes(app, context);
}

function addSessionRoutes(app: FastifyInstance, context: AccountRoutesContext) {
  const { database, seal, config, sessions } = context;

  implement(app, 'GET /api/instance', async ({ listener }) => ({
    version: context.version,
    user: listener && (await getUser(database, listener.id)),
    registrationOpen: await isRegistrationOpen(database, config),
    spotifyAvailable: (await findSpotifyApp(database, seal, config.spotify)) !== undefined,
    demoListeners: context.demoListeners,
  }));

  implement(app, 'PUT /api/instance/registration', async ({ body }) => {
    await upsertRegistration(database, body.open);
    return body;
  });

  implement(app, 'GET /api/session', async ({ listenerId }) => ({
    user: await getUser(database, listenerId),
  }));

  implement(app, 'POST /api/session', async ({ body, request, reply }) => {
    const listenerId = await signIn(database, body, request.ip);
    await sessions.begin(request, reply, listenerId);
    return { user: await getUser(database, listenerId) };
  });

  implement(app, 'DELETE /api/session', async ({ request, reply }) => {
    await sessions.end(request, reply);
    return undefined;
  });

  implement(app, 'POST /api/accounts', async ({ body, request, reply }) => {
    const listenerId = await createAccount(database, config, body);
    await sessions.begin(request, reply, listenerId);
    return { user: await getUser(database, listenerId) };
  });
}

function addOwnAccountRoutes(app: FastifyInstance, context: AccountRoutesContext) {
  const { database, seal, config, sessions, uploads } = context;

  async function describeAccount(listenerId: ListenerId) {
    const spotifyAvailable = (await findSpotifyApp(database, seal, config.spotify)) !== undefined;
    return { ...(await getAccount(database, listenerId)), spotifyAvailable };
  }

  implement(app, 'GET /api/account', ({ listenerId }) => describeAccount(listenerId));

  implement(app, 'PATCH /api/account', async ({ body, listenerId }) => {
    if (body.timezone !== undefined) await requireTimezone(database, body.timezone);
    await updateAccount(database, listenerId, body);
    return describeAccount(listenerId);
  });

  implement(app, 'PUT /api/account/password', async ({ body, listenerId, request, reply }) => {
    await changePassword(database, listenerId, body, request.ip);
    await sessions.begin(request, reply, listenerId);
    return undefined;
  });

  implement(app, 'GET /api/account/counting-rules', async ({ listenerId }) => ({
    items: await listCountingRuleEffects(database, listenerId),
  }));

  implement(app, 'DELETE /api/account', async ({ listenerId, request, reply }) => {
    await deleteUser(database, listenerId);
    await uploads.removeAll(listenerId);
    await sessions.end(request, reply);
    return undefined;
  });

  implement(app, 'DELETE /api/account/spotify', async ({ listenerId }) => {
    await deleteConnection(database, listenerId);
    return undefined;
  });
}

function addSpotifyAppRoutes(app: FastifyInstance, { database, seal, config }: AccountRoutesContext) {
  implement(app, 'GET /api/spotify-app', () => describeSpotifyApp(database, seal, config.spotify));

  implement(app, 'PUT /api/spotify-app', async ({ body }) => {
    await saveSpotifyApp(database, seal, config.spotify, body);
    return describeSpotifyApp(database, seal, config.spotify);
  });
}
