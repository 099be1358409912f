import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Control } from './control.ts';
import type { ExtendedLayout } from './export/layout.ts';
import type { FaultRule } from './faults.ts';
import type { EndpointFamily } from './limits.ts';
import type { ListenerScript, ScriptedPlay } from './listener.ts';
import type { PlaylistEdit } from './playlists.ts';
import type { RequestFilter } from './request-log.ts';
import type { Profile, World } from './world.ts';

interface ById {
  Params: { id: string };
}

/** The control interface over HTTP: JSON in, JSON out, for tests and scripts in another process. */
export function controlRoutes(app: FastifyInstance, world: World, control: Control): void {
  clockRoutes(app, world);
  faultRoutes(app, control);
  listenerRoutes(app, world, control);
  settingRoutes(app, control);
  playlistRoutes(app, control);
  exportRoute(app, world, control);
  app.get<{ Querystring: RequestFilter }>('/control/requests', ({ query }) => ({
    total: world.requests.total,
    requests: control.listRequests(query),
  }));
  app.delete('/control/requests', (_request, reply) => {
    control.resetRequests();
    return reply.code(204).send();
  });
}

function clockRoutes(app: FastifyInstance, { clock }: World): void {
  const show = () => ({ now: new Date(clock.now()).toISOString(), speed: clock.speed });
  app.get('/control/clock', show);
  app.put<{ Body: { now?: string | number; speed?: number } }>('/control/clock', ({ body }) => {
    if (body.now !== undefined) clock.set(new Date(body.now));
    if (body.speed !== undefined) clock.setSpeed(body.speed);
    return show();
  });
  app.post<{ Body: { ms: number } }>('/control/clock/advance', ({ body }) => {
    clock.advance(body.ms);
    return show();
  });
}

function faultRoutes(app: FastifyInstance, control: Control): void {
  app.get('/control/faults', () => control.listFaults());
  app.post<{ Body: FaultRule }>('/control/faults', ({ body }, reply) =>
    reply.code(201).send({ id: control.addFault(body) }),
  );
  app.delete<{ Querystring: { id?: string } }>('/control/faults', ({ query }, reply) => {
    control.clearFaults(query.id === undefined ? undefined : Number(query.id));
    return reply.code(204).send();
  });
}

function listenerRoutes(app: FastifyInstance, world: World, control: Control): void {
  app.get('/control/listeners', () => control.listListeners());
  app.post<{ Body: ListenerScript }>('/control/listeners', ({ body }, reply) =>
    reply.code(201).send(control.addListener(body)),
  );
  app.post<ById & { Body: ScriptedPlay[] }>('/control/listeners/:id/plays', ({ params, body }, reply) => {
    control.addPlays(params.id, body);
    return reply.code(204).send();
  });
  app.post<ById & { Body: { forMs: number } }>(
    '/control/listeners/:id/listen-now',
    ({ params, body }, reply) => {
      control.listenNow(params.id, body.forMs);
      return reply.code(204).send();
    },
  );
  app.get<ById & { Querystring: { from?: string; to?: string } }>(
    '/control/listeners/:id/truth',
    ({ params, query }) =>
      control.truth(
        params.id,
        new Date(query.from ?? 0),
        query.to === undefined ? world.clock.now() : new Date(query.to),
      ),
  );
  app.post<ById & { Body: { scopes?: string[] } | null }>('/control/listeners/:id/tokens', (request) =>
    control.issueTokens(request.params.id, request.body?.scopes),
  );
  const actions = {
    'revoke-consent': control.revokeConsent,
    'expire-access-tokens': control.expireAccessTokens,
    'expire-refresh-tokens': control.expireRefreshTokens,
  };
  for (const [action, act] of Object.entries(actions)) {
    app.post<ById>(`/control/listeners/:id/${action}`, ({ params }, reply) => {
      act(params.id);
      return reply.code(204).send();
    });
  }
}

interface Settings {
  profile?: Profile;
  rotateRefreshTokens?: boolean;
  rateLimit?: number;
}

function settingRoutes(app: FastifyInstance, control: Control): void {
  app.put<{ Body: Settings }>('/control/settings', ({ body }, reply) => {
    if (body.profile !== undefined) control.setProfile(body.profile);
    if (body.rotateRefreshTokens !== undefined) control.setRotation(body.rotateRefreshTokens);
    if (body.rateLimit !== undefined) control.setRateLimit(body.rateLimit);
    return reply.code(204).send();
  });
  app.post<{ Body: { family: EndpointFamily; forMs: number } }>('/control/quota-locks', ({ body }, reply) => {
    control.lockQuota(body.family, body.forMs);
    return reply.code(204).send();
  });
  app.put<{ Body: { family: EndpointFamily; calls: number } }>('/control/quotas', ({ body }, reply) => {
    control.setQuota(body.family, body.calls);
    return reply.code(204).send();
  });
  app.delete('/control/quota-locks', (_request, reply) => {
    control.unlockQuotas();
    return reply.code(204).send();
  });
}

function playlistRoutes(app: FastifyInstance, control: Control): void {
  app.patch<ById & { Body: PlaylistEdit }>('/control/playlists/:id', ({ params, body }) => {
    const { id, name, rowCount, revision } = control.editPlaylist(params.id, body);
    return { id, name, rowCount, revision };
  });
  app.delete<ById>('/control/playlists/:id', ({ params }, reply) => {
    control.deletePlaylist(params.id);
    return reply.code(204).send();
  });
}

/** A listener's export as a download; `layout=account` is the account data. */
function exportRoute(app: FastifyInstance, world: World, control: Control): void {
  app.get<ById & { Querystring: { layout?: ExtendedLayout | 'account'; from?: string; to?: string } }>(
    '/control/listeners/:id/export',
    async ({ params, query }, reply) => {
      const { layout = '2026' } = query;
      const folder = await mkdtemp(join(tmpdir(), 'simulated-export-'));
      const path = join(folder, 'my_spotify_data.zip');
      const from = new Date(query.from ?? 0);
      const to = query.to === undefined ? world.clock.now() : new Date(query.to);
      if (layout === 'account') await control.writeAccountExport(params.id, path);
      else await control.writeExtendedExport(params.id, { layout, from, to }, path);
      reply.raw.once('close', () => void rm(folder, { recursive: true, force: true }));
      return reply
        .header('content-disposition', 'attachment; filename="my_spotify_data.zip"')
        .type('application/zip')
        .send(createReadStream(path));
    },
  );
}
