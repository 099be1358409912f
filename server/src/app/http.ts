import { setImmediate } from 'node:timers/promises';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { registerAjvFormats } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { InstanceAnswer } from '@analytics/contract/account';
import { addInvitationRoutes } from '../accounts/invitation-routes.ts';
import { addAccountRoutes } from '../accounts/routes.ts';
import type { Seal } from '../accounts/seal.ts';
import { addSpotifyRoutes } from '../accounts/spotify-routes.ts';
import { addTokenRoutes } from '../accounts/token-routes.ts';
import { addRecordingRoutes } from '../catalog/recordings-routes.ts';
import type { Config } from '../config.ts';
import type { DatabasePool } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { addExclusionRoutes } from '../exclusions/routes.ts';
import { hostCheck } from '../http/allowed-hosts.ts';
import { implement } from '../http/endpoint.ts';
import type { EventStreams } from '../http/events.ts';
import { refuseForeignOrigin } from '../http/foreign-origin.ts';
import { addSecurityHeaders } from '../http/security-headers.ts';
import { KeptAnswers } from '../http/kept-answers.ts';
import { compileSerializer } from '../http/serializer-compiler.ts';
import { compileValidator } from '../http/validator-compiler.ts';
import { addImportRoutes } from '../imports/routes.ts';
import type { UploadDirectory } from '../imports/upload-directory.ts';
import { addCoverageRoutes } from '../monitoring/coverage-routes.ts';
import { addMonitoringRoutes } from '../monitoring/routes.ts';
import type { WatchClock } from '../monitoring/watch-clock.ts';
import { addPlaylistRoutes } from '../playlists/routes.ts';
import { addPlayRoutes } from '../plays/routes.ts';
import type { Queue } from '../queue/queue.ts';
import type { SpotifyClient } from '../spotify/client.ts';
import { addGlobalRoutes } from '../stats/global-routes.ts';
import { addLeaderboardRoutes } from '../stats/leaderboard-routes.ts';
import { addStatsRoutes } from '../stats/routes.ts';
import { addErrorHandler, sendError } from './error-handler.ts';
import { addMetricsRoutes } from './metrics-routes.ts';
import { addOldAddresses } from './old-addresses.ts';
import { addPages } from './pages.ts';
import { addSessions } from './session.ts';
import { addStatusRoutes } from './status-routes.ts';

/** Everything that routes are made from. */
export interface HttpContext extends DatabasePool {
  readonly config: Config;
  readonly log: FastifyBaseLogger;
  readonly queue: Queue;
  readonly seal: Seal;
  readonly client: SpotifyClient;
  readonly events: EventStreams;
  readonly uploads: UploadDirectory;
  readonly clock: WatchClock;
  readonly version: string;
  readonly worker: string;
  readonly demoListeners: InstanceAnswer['demoListeners'];
}

/** One address may try this often within a minute to do what costs a password hash, or what a stranger may guess at. */
const SIGN_INS_PER_MINUTE = 300;
const LIMITED = new Set([
  'POST /api/session',
  'POST /api/accounts',
  'POST /api/invitations/check',
  'PUT /api/account/password',
]);

/** As many connections as the operating system holds at most; those that come meanwhile must not keep a process from its end. */
const MOST_WAITING = 511;

/** Puts the whole HTTP side together; it does not listen yet. */
export async function createHttp(context: HttpContext): Promise<FastifyInstance> {
  const { config, database } = context;
  const app = Fastify({
    loggerInstance: context.log,
    trustProxy: typeof config.trustProxy === 'boolean' ? config.trustProxy : [...config.trustProxy],
    // Under a path prefix the same addresses hold, whether a proxy in front takes the prefix off or not.
    rewriteUrl: ({ url = '/' }) => withoutPrefix(url, config.basePath),
    routerOptions: { ignoreTrailingSlash: false },
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // An address that cannot be decoded comes past the error handler.
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
  });
  registerAjvFormats();
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(compileSerializer);
  app.decorate('keptAnswers', new KeptAnswers());
  // Everything that comes in is JSON or an upload.
  app.removeContentTypeParser('text/plain');
  addErrorHandler(app);
  app.setNotFoundHandler(() => {
    throw new DomainError('not-found', 'There is nothing at this address.');
  });
  await addSecurityHeaders(app, { publicUrl: config.publicUrl, spotifyApiUrl: config.spotify.apiUrl });
  await app.register(cookie);
  const isAllowedHost = hostCheck(config.publicUrl, config.allowedHosts);
  const publicOrigin = new URL(config.publicUrl).origin;
  app.addHook('onRequest', async (request) => {
    isAllowedHost(request);
    refuseForeignOrigin(request, publicOrigin);
  });
  const sessions = addSessions(app, database, config);
  // The plugin knows no lines of JSON by itself; of other types it asks the list of registered ones.
  await app.register(compress, {
    encodings: ['gzip', 'identity'],
    customTypes: /^application\/jsonl?(?:;|$)/,
    // A quarter of the time of the default level, for answers that are a fifth larger.
    zlibOptions: { level: 1 },
  });
  await app.register(multipart);
  await limitSignIns(app);
  await addDocumentation(app, context.version, config.basePath);
  addRoutes(app, { ...context, sessions });
  addOldAddresses(app, config.basePath);
  await addPages(app, config.basePath);
  app.addHook('preClose', () => takeWaiting(app));
  return app;
}

/** Takes the connections that the operating system holds: the end of listening would reset them. A turn of the event loop takes one. */
async function takeWaiting({ server }: FastifyInstance): Promise<void> {
  let taken = 1;
  const count = () => {
    taken += 1;
  };
  server.on('connection', count);
  // The turn that this began in may be past the taking.
  await setImmediate();
  for (let turn = 0; taken > 0 && turn < MOST_WAITING; turn += 1) {
    taken = 0;
    await setImmediate();
  }
  server.off('connection', count);
}

function withoutPrefix(url: string, prefix: string): string {
  if (prefix === '' || !url.startsWith(prefix)) return url;
  const rest = url.slice(prefix.length);
  return rest === '' || rest.startsWith('?') ? `/${rest}` : rest.startsWith('/') ? rest : url;
}

async function limitSignIns(app: FastifyInstance) {
  // The plugin looks at a route's configuration as soon as the route is added, so this hook has to come before its own.
  app.addHook('onRoute', (route) => {
    if (LIMITED.has(`${String(route.method)} ${route.url}`))
      route.config = { ...route.config, rateLimit: { max: SIGN_INS_PER_MINUTE, timeWindow: '1 minute' } };
  });
  await app.register(rateLimit, { global: false });
}

function addRoutes(app: FastifyInstance, context: HttpContext & Parameters<typeof addAccountRoutes>[1]) {
  addAccountRoutes(app, context);
  addSpotifyRoutes(app, context);
  addTokenRoutes(app, context);
  addInvitationRoutes(app, context);
  addMonitoringRoutes(app, { ...context, spotify: context.config.spotify });
  addCoverageRoutes(app, context);
  addPlayRoutes(app, context);
  addExclusionRoutes(app, context);
  addPlaylistRoutes(app, { ...context, spotify: context.config.spotify });
  addRecordingRoutes(app, context);
  addStatsRoutes(app, context);
  addLeaderboardRoutes(app, context);
  addGlobalRoutes(app, context);
  addImportRoutes(app, context);
  addStatusRoutes(app, context);
  addMetricsRoutes(app, context);
  implement(app, 'GET /api/events', ({ listenerId, reply }) => {
    context.events.open(listenerId, reply);
    return reply;
  });
}

async function addDocumentation(app: FastifyInstance, version: string, basePath: string) {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Analytics for Spotify',
        version,
        description: 'Made from the contract that the code is checked against.',
      },
      servers: [{ url: basePath || '/' }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'session' },
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'A personal access token from the settings; one for reading may only GET.',
          },
        },
      },
    },
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(swaggerUi, { routePrefix: '/api/docs', indexPrefix: basePath });
}
