import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { implement } from '../http/endpoint.ts';
import {
  deleteInvitation,
  findInvitationEnd,
  insertInvitation,
  listInvitations,
} from './invitations.queries.ts';
import { INVITATION_COOKIE, signInCookieOptions } from './sign-in-cookies.ts';

/** Whom the host lets in while registration is closed. */
export function addInvitationRoutes(
  app: FastifyInstance,
  { database, config }: { readonly database: Database; readonly config: Config },
): void {
  implement(app, 'GET /api/invitations', async () => ({ items: await listInvitations(database) }));

  implement(app, 'POST /api/invitations', async ({ body }) => {
    const { invitation, token } = await insertInvitation(database, body.note ?? null);
    return { ...invitation, url: `${config.publicUrl}/spotify/#invitation=${token}` };
  });

  implement(app, 'DELETE /api/invitations/{id}', async ({ params }) => {
    await deleteInvitation(database, params.id);
    return undefined;
  });

  implement(app, 'POST /api/invitations/check', async ({ body, reply }) => {
    const end = await findInvitationEnd(database, body.invitation);
    if (end) {
      reply.setCookie(INVITATION_COOKIE, body.invitation, { ...signInCookieOptions(config), expires: end });
    }
    return { endsAt: end?.toISOString() ?? null };
  });
}
