import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Database } from '../database/database.ts';
import { implement } from '../http/endpoint.ts';
import { findGlobalStatistic, isGlobalTopShown, upsertGlobalTopShown } from './global.queries.ts';

/** The statistics of the whole instance for everyone, as a job has computed them, and what the host lets strangers see. */
export function addGlobalRoutes(app: FastifyInstance, { database }: { database: Database }): void {
  implement(app, 'GET /api/global/summary', async ({ reply }) => {
    const none = { listeners: 0, plays: 0, ms: 0, distinctTracks: 0, distinctArtists: 0 };
    return cached(reply, await findGlobalStatistic(database, 'summary')) ?? notYet(none);
  });

  implement(
    app,
    'GET /api/global/daily',
    async ({ reply }) => cached(reply, await findGlobalStatistic(database, 'daily')) ?? notYet({ items: [] }),
  );

  implement(
    app,
    'GET /api/global/hourly',
    async ({ reply }) =>
      cached(reply, await findGlobalStatistic(database, 'hourly')) ?? notYet({ items: [] }),
  );

  implement(app, 'GET /api/global/top', async ({ reply }) => {
    // What the host hides has to be gone at once, also from browsers and proxies.
    reply.header('cache-control', 'no-cache');
    const none = { tracks: [], artists: [], albums: [] };
    const shown = await isGlobalTopShown(database);
    const top = (await findGlobalStatistic(database, 'top')) ?? notYet(none);
    return shown ? { ...top, shown } : { ...top, ...none, shown };
  });

  implement(app, 'GET /api/instance/settings', async () => ({
    globalTopShown: await isGlobalTopShown(database),
  }));

  implement(app, 'PUT /api/instance/settings', async ({ body }) => {
    await upsertGlobalTopShown(database, body.globalTopShown);
    return body;
  });
}

/** A statistic that is there is good for an hour, wherever it is kept. */
function cached<T>(reply: FastifyReply, statistic: T | undefined): T | undefined {
  reply.header('cache-control', statistic ? 'public, max-age=3600' : 'no-store');
  return statistic;
}

const notYet = <T extends object>(none: T): T & { updatedAt: string } => ({
  ...none,
  updatedAt: new Date().toISOString(),
});
