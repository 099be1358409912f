import type { FastifyInstance, FastifyReply } from 'fastify';
import { DomainError } from '../errors.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';
import { noticePage } from './notice-page.ts';
import type { AccountRoutesContext } from './routes.ts';
import { INVITATION_COOKIE, SIGN_IN_COOKIE, signInCookieOptions } from './sign-in-cookies.ts';
import { beginSpotifySignIn, finishSpotifySignIn } from './spotify-sign-in.ts';
import { SIGN_IN_MINUTES } from './spotify-sign-ins.queries.ts';

interface LoginQuery {
  /** An array when it is given more than once. */
  returnTo?: string | string[];
  /** Given by ourselves: the browser was sent to the public address already. */
  again?: string | string[];
}

/** Sign-in with Spotify: two addresses that browsers visit, so that their faults are pages, not JSON. */
export function addSpotifyRoutes(app: FastifyInstance, context: AccountRoutesContext): void {
  const { config, sessions } = context;
  const cookieOptions = signInCookieOptions(config);
  const dashboard = `${config.basePath}/spotify/analytics/`;

  app.get<{ Querystring: LoginQuery }>(
    '/spotify/login',
    { schema: { hide: true } },
    async (request, reply) => {
      // The cookie has to belong to the host that Spotify sends the browser back to.
      const ownOrigin = new URL(config.spotify.redirectUri).origin;
      const returnTo = [request.query.returnTo].flat()[0];
      // A proxy may hide from us that the browser is there: it is sent once.
      if (
        request.query.again === undefined &&
        `${request.protocol}://${request.host}` !== ownOrigin &&
        new URL(config.publicUrl).origin === ownOrigin
      ) {
        const query = new URLSearchParams({ ...(returnTo !== undefined && { returnTo }), again: '1' });
        return reply.redirect(`${config.publicUrl}/spotify/login?${query.toString()}`);
      }
      return asPage(reply, context, async () => {
        const { url, browserToken } = await beginSpotifySignIn(context, {
          userId: request.signedIn?.id ?? null,
          returnTo: ownPath(returnTo, config.basePath),
          invitation: request.cookies[INVITATION_COOKIE] ?? null,
        });
        reply.setCookie(SIGN_IN_COOKIE, browserToken, { ...cookieOptions, maxAge: SIGN_IN_MINUTES * 60 });
        return reply.redirect(url);
      });
    },
  );

  app.get('/spotify/loginResponse', { schema: { hide: true } }, async (request, reply) =>
    asPage(reply, context, async () => {
      const { listenerId, returnTo } = await finishSpotifySignIn(context, {
        parameters: new URL(request.url, config.publicUrl).searchParams,
        browserToken: request.cookies[SIGN_IN_COOKIE],
        signedInId: request.signedIn?.id,
      });
      for (const cookie of [SIGN_IN_COOKIE, INVITATION_COOKIE]) {
        reply.clearCookie(cookie, { path: cookieOptions.path });
      }
      await sessions.begin(request, reply, listenerId);
      return reply.redirect(returnTo ?? dashboard);
    }),
  );
}

/**
 * Where to go after the sign-in: a page of this instance, given without the path that the instance lives under. Anything else
 * would make us a stepping stone to another site.
 */
function ownPath(path: string | undefined, basePath: string): string | null {
  if (path === undefined || path.includes('\\') || !path.startsWith('/')) return null;
  const url = URL.parse(path, 'http://own.invalid');
  // The path as browsers understand it: dots in it may lead out of it.
  if (url?.origin !== 'http://own.invalid' || !url.pathname.startsWith('/spotify/')) return null;
  return `${basePath}${url.pathname}${url.search}${url.hash}`;
}

async function asPage(
  reply: FastifyReply,
  { config }: AccountRoutesContext,
  answer: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof DomainError) && !(error instanceof SpotifyError)) throw error;
    const page = noticePage(error.message, config.basePath);
    const isPassing =
      error instanceof SpotifyError && (error.kind === 'unavailable' || error.kind === 'rate-limited');
    const status =
      error instanceof DomainError && error.code === 'invalid-request' ? 400 : isPassing ? 503 : 403;
    return reply.status(status).type('text/html; charset=utf-8').send(page);
  }
}
