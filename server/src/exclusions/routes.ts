import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database.ts';
import { implement } from '../http/endpoint.ts';
import { exclude, include } from './exclude.ts';
import { getExclusion, listExclusions } from './exclusions.queries.ts';

/** What a listener does not want counted. */
export function addExclusionRoutes(app: FastifyInstance, { database }: { database: Database }): void {
  implement(app, 'GET /api/exclusions', ({ listenerId, query: { limit = 50, offset = 0, ...filter } }) =>
    listExclusions(database, listenerId, filter, { limit, offset }),
  );

  implement(app, 'POST /api/exclusions', async ({ listenerId, body }) => {
    const id = await exclude(database, listenerId, body);
    return getExclusion(database, listenerId, id);
  });

  implement(app, 'DELETE /api/exclusions/{id}', async ({ listenerId, params }) => {
    await include(database, listenerId, params.id);
    return undefined;
  });
}
