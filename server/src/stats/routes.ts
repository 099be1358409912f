import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database.ts';
import { requirePeriod } from '../database/period.ts';
import { implement } from '../http/endpoint.ts';
import { getBehaviour } from './behaviour.queries.ts';
import { listDailyTotals, listDiversity } from './calendar.queries.ts';
import { listHourlyTotals, listWeekdayHourTotals } from './hours.queries.ts';
import { listPlayCounts } from './play-counts.queries.ts';
import { listSessions } from './sessions.queries.ts';
import { getSummary } from './summary.queries.ts';
import { reviewYear } from './year-in-review.ts';

/** What a listener has listened to, in figures. */
export function addStatsRoutes(app: FastifyInstance, { database }: { database: Database }): void {
  implement(app, 'GET /api/stats/summary', ({ listenerId, query }) =>
    getSummary(database, listenerId, requirePeriod(query)),
  );
  implement(app, 'GET /api/stats/daily', ({ listenerId, query }) =>
    listDailyTotals(database, listenerId, query.unit ?? 'day', requirePeriod(query), query),
  );
  implement(app, 'GET /api/stats/hourly', ({ listenerId, query }) =>
    listHourlyTotals(database, listenerId, requirePeriod(query), query),
  );
  implement(app, 'GET /api/stats/weekday-hours', ({ listenerId, query }) =>
    listWeekdayHourTotals(database, listenerId, requirePeriod(query)),
  );
  implement(app, 'GET /api/stats/play-counts', async ({ listenerId, query }) => ({
    items: await listPlayCounts(database, listenerId, requirePeriod(query)),
  }));
  implement(app, 'GET /api/stats/diversity', async ({ listenerId, query }) => ({
    items: await listDiversity(database, listenerId, query.unit ?? 'day', requirePeriod(query)),
  }));
  implement(app, 'GET /api/stats/behaviour', ({ listenerId, query }) =>
    getBehaviour(database, listenerId, requirePeriod(query)),
  );
  implement(app, 'GET /api/stats/sessions', ({ listenerId, query }) => {
    const { sort = 'ms', limit = 50 } = query;
    return listSessions(database, listenerId, { ...requirePeriod(query), sort, limit });
  });
  implement(app, 'GET /api/stats/year/{year}', ({ listenerId, params }) =>
    reviewYear(database, listenerId, params.year),
  );
}
