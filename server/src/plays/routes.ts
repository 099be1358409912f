import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database.ts';
import { requirePeriod } from '../database/period.ts';
import { implement } from '../http/endpoint.ts';
import { historyExporter } from './export/export-history.ts';
import { listPlays } from './list-plays.queries.ts';
import { deletePlay } from './plays.queries.ts';

/** The history itself. */
export function addPlayRoutes(app: FastifyInstance, { database }: { database: Database }): void {
  const exportHistory = historyExporter(database);

  implement(app, 'GET /api/plays', ({ listenerId, query: { cursor, limit = 50, ...filter } }) => {
    requirePeriod(filter);
    return listPlays(database, listenerId, filter, { cursor, limit });
  });

  implement(app, 'DELETE /api/plays/{id}', async ({ listenerId, params }) => {
    await deletePlay(database, listenerId, params.id);
    return undefined;
  });

  implement(app, 'GET /api/export', ({ listenerId, query, request, reply }) =>
    exportHistory(listenerId, query.format, { request, reply }),
  );
}
