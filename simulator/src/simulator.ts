import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { authorizePage } from './authorize-page.ts';
import type { Catalogue } from './catalogue.ts';
import { Clock } from './clock.ts';
import { type Control, createControl } from './control.ts';
import { controlRoutes } from './control-routes.ts';
import { gate } from './gate.ts';
import { imageEndpoint } from './image.ts';
import { type ListenerScript, listenerScripts } from './listener.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { ApiError, notFound } from './web-api/api-error.ts';
import { catalogueEndpoints } from './web-api/catalogue.ts';
import { meEndpoint } from './web-api/me.ts';
import { playerEndpoints } from './web-api/player.ts';
import { playlistEndpoints } from './web-api/playlists.ts';
import { searchEndpoint } from './web-api/search.ts';
import { createWorld, type Profile, type World } from './world.ts';

/** How a simulated Spotify starts; everything may be left out. */
export interface SimulatorOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** Equal seeds give equal catalogues, listeners and timelines. Default 1. */
  seed?: number;
  /** Artists of the catalogue, which has about sixteen tracks for each. Default 260. */
  artists?: number;
  /** Default `development`. */
  profile?: Profile;
  /** Simulated instant at the start. Default: the real one. */
  startAt?: Date;
  /** Simulated seconds per real second. Default 1; at 0 the clock stands still until advanced. */
  speed?: number;
  /** Default `simulated-client-id`. */
  clientId?: string;
  /** Default `simulated-client-secret`; null accepts PKCE only. */
  clientSecret?: string | null;
  /** Default: `/spotify/loginResponse` on the loopback literals, on any port. */
  redirectUris?: string[];
  /** Default false. */
  rotateRefreshTokens?: boolean;
  /** A number of made-up listeners, or scripts. Default 3. */
  listeners?: number | ListenerScript[];
}

/** A running simulated Spotify. */
export interface Simulator extends Control {
  /** `${apiUrl}/v1/me` works. */
  apiUrl: string;
  /** `${accountsUrl}/authorize` and `${accountsUrl}/api/token` work. */
  accountsUrl: string;
  controlUrl: string;
  clock: Clock;
  catalogue: Catalogue;
  close(): Promise<void>;
}

const DEFAULT_REDIRECT_URIS = [
  'http://127.0.0.1/spotify/loginResponse',
  'http://[::1]/spotify/loginResponse',
];

/** Starts a Spotify that speaks HTTP. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const seed = options.seed ?? 1;
  const clock = new Clock(options.startAt ?? new Date(), options.speed ?? 1);
  const { listeners = 3, clientSecret = 'simulated-client-secret' } = options;
  const world = createWorld(
    {
      seed,
      artists: options.artists,
      profile: options.profile ?? 'development',
      app: {
        clientId: options.clientId ?? 'simulated-client-id',
        clientSecret,
        redirectUris: options.redirectUris ?? DEFAULT_REDIRECT_URIS,
      },
      rotateRefreshTokens: options.rotateRefreshTokens ?? false,
      listeners: typeof listeners === 'number' ? listenerScripts(seed, listeners) : listeners,
    },
    clock,
  );
  const control = createControl(world);
  const app = createApp(world, control);
  world.apiUrl = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  return {
    ...control,
    apiUrl: world.apiUrl,
    accountsUrl: world.apiUrl,
    controlUrl: `${world.apiUrl}/control`,
    clock,
    catalogue: world.catalogue,
    close: () => app.close(),
  };
}

function createApp(world: World, control: Control): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  gate(app, world);
  authorizePage(app, world);
  tokenEndpoint(app, world);
  meEndpoint(app, world);
  playerEndpoints(app, world);
  playlistEndpoints(app, world);
  catalogueEndpoints(app, world);
  searchEndpoint(app, world);
  imageEndpoint(app);
  controlRoutes(app, world, control);
  app.setNotFoundHandler(() => {
    throw notFound();
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof ApiError) {
      if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
      return reply.code(error.status).send(error.body);
    }
    const { message, statusCode = 500 } = error as FastifyError;
    const status = request.url.startsWith('/control') && error instanceof RangeError ? 400 : statusCode;
    return reply.code(status).send(new ApiError(status, message).body);
  });
  return app;
}
