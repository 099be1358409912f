import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database.ts';
import { notifyListener } from '../database/notifications.ts';
import { implement } from '../http/endpoint.ts';
import {
  deletePersonalAccessToken,
  insertPersonalAccessToken,
  listPersonalAccessTokens,
} from './personal-access-tokens.queries.ts';

/** What the listener's scripts sign in with. */
export function addTokenRoutes(app: FastifyInstance, { database }: { readonly database: Database }): void {
  implement(app, 'GET /api/account/tokens', async ({ listenerId }) => ({
    items: await listPersonalAccessTokens(database, listenerId),
  }));

  implement(app, 'POST /api/account/tokens', ({ body, listenerId }) =>
    insertPersonalAccessToken(database, listenerId, body),
  );

  implement(app, 'DELETE /api/account/tokens/{id}', async ({ params, listenerId }) => {
    await deletePersonalAccessToken(database, listenerId, params.id);
    // A stream of events that the token has opened ends too.
    await notifyListener(database, listenerId, { type: 'signed-out' });
    return undefined;
  });
}
