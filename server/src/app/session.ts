import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findTokenHolder } from '../accounts/personal-access-tokens.queries.ts';
import { deleteSession, findSession, insertSession, SESSION_HOURS } from '../accounts/sessions.queries.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { notifyListener } from '../database/notifications.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import { bearerToken } from '../http/bearer-token.ts';
import type { SignedIn } from '../http/signed-in.ts';

const COOKIE = 'session';

/** Sessions as routes see them. */
export interface Sessions {
  /** Begins a new session for this browser, whatever session it had before ends. */
  begin(request: FastifyRequest, reply: FastifyReply, listenerId: ListenerId): Promise<void>;
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Pages and files are the same for everybody, and that the process lives is said without the database. */
const asksNobody = (url: string) =>
  url === '/api/health' || !(url.startsWith('/api/') || url.startsWith('/spotify/login'));

/** Reads the session or the token of every request to the interface before anything else looks at it. */
export function addSessions(app: FastifyInstance, database: Database, config: Config): Sessions {
  const cookieOptions = {
    path: `${config.basePath}/`,
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
    maxAge: SESSION_HOURS * 3_600,
  } as const;

  app.decorateRequest('signedIn', null);
  app.addHook('onRequest', async (request, reply) => {
    if (asksNobody(request.url)) return;
    const bearer = bearerToken(request);
    if (bearer !== undefined) {
      // The cookie does not count then. Elsewhere a token opens nothing: it must not lead to a session by a sign-in.
      if (request.url.startsWith('/api/')) request.signedIn = await getTokenHolder(database, bearer);
      return;
    }
    const token = request.cookies[COOKIE];
    if (token === undefined) return;
    const session = await findSession(database, token);
    if (!session) return;
    request.signedIn = session.signedIn;
    if (session.renewed) reply.setCookie(COOKIE, token, cookieOptions);
  });

  return {
    async begin(request, reply, listenerId) {
      const former = request.cookies[COOKIE];
      if (former !== undefined) await deleteSession(database, former);
      reply.setCookie(COOKIE, await insertSession(database, listenerId), cookieOptions);
    },
    async end(request, reply) {
      const token = request.cookies[COOKIE];
      if (token !== undefined) await deleteSession(database, token);
      if (request.signedIn) await notifyListener(database, request.signedIn.id, { type: 'signed-out' });
      reply.clearCookie(COOKIE, { path: cookieOptions.path });
    },
  };
}

async function getTokenHolder(database: Database, token: string): Promise<SignedIn> {
  const holder = await findTokenHolder(database, token);
  if (holder) return holder;
  throw new DomainError('not-signed-in', 'This token is unknown here, or it was revoked.');
}
