import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database.ts';
import { requirePeriod } from '../database/period.ts';
import { implement } from '../http/endpoint.ts';
import { cutCoverage } from './coverage.ts';
import { getBounds, listKnownSpans } from './coverage.queries.ts';

/** Which time is covered by monitoring and imports, so that a listener sees what only an export can fill. */
export function addCoverageRoutes(app: FastifyInstance, { database }: { database: Database }): void {
  implement(app, 'GET /api/monitoring/coverage', async ({ query, listenerId }) => {
    const bounds = await getBounds(database, listenerId, requirePeriod(query));
    const known = await listKnownSpans(database, listenerId);
    const now = Date.now();
    const from = bounds.from?.getTime() ?? Math.min(...known.map((span) => span.from), now);
    const to = Math.min(bounds.to?.getTime() ?? now, now);
    return { items: cutCoverage(known, from, to) };
  });
}
