import type { FastifyInstance } from 'fastify';
import type { Query } from '@analytics/contract/endpoint';
import type { Endpoints } from '@analytics/contract/endpoints';
import type { Database } from '../database/database.ts';
import { requirePeriod } from '../database/period.ts';
import { implement } from '../http/endpoint.ts';
import { listDailyTotals, listHourlyTotals, listWeekdayHourTotals } from './calendar.queries.ts';
import { computeGlobalDaily, computeGlobalSummary } from './global.queries.ts';
import { cachedForAnHour } from './hourly-cache.ts';
import { type LeaderboardQuery, listAlbums, listArtists, listTracks } from './leaderboards.queries.ts';
import { getSummary } from './summary.queries.ts';

/** Every statistic. */
export function addStatsRoutes(app: FastifyInstance, { database }: { database: Database }): void {
  implement(app, 'GET /api/stats/summary', ({ listenerId, query }) =>
    getSummary(database, listenerId, requirePeriod(query)),
  );
  implement(app, 'GET /api/stats/daily', ({ listenerId, query }) =>
    listDailyTotals(database, listenerId, query.unit ?? 'day', requirePeriod(query)),
  );
  implement(app, 'GET /api/stats/hourly', ({ listenerId, query }) =>
    listHourlyTotals(database, listenerId, requirePeriod(query)),
  );
  implement(app, 'GET /api/stats/weekday-hours', ({ listenerId, query }) =>
    listWeekdayHourTotals(database, listenerId, requirePeriod(query)),
  );
  implement(app, 'GET /api/tracks', ({ listenerId, query }) =>
    listTracks(database, listenerId, toLeaderboard(query)),
  );
  implement(app, 'GET /api/artists', ({ listenerId, query }) =>
    listArtists(database, listenerId, toLeaderboard(query)),
  );
  implement(app, 'GET /api/albums', ({ listenerId, query }) =>
    listAlbums(database, listenerId, toLeaderboard(query)),
  );
  addGlobalRoutes(app, database);
}

function toLeaderboard(query: Query<Endpoints['GET /api/tracks']>): LeaderboardQuery {
  const { sort = 'plays', order, search, limit = 50, offset = 0 } = query;
  return { ...requirePeriod(query), sort, order, search, limit, offset };
}

function addGlobalRoutes(app: FastifyInstance, database: Database) {
  const globalSummary = cachedForAnHour(() => computeGlobalSummary(database));
  const globalDaily = cachedForAnHour(async () => ({ items: await computeGlobalDaily(database) }));

  implement(app, 'GET /api/global/summary', async ({ reply }) => {
    reply.header('cache-control', 'public, max-age=3600');
    return globalSummary();
  });
  implement(app, 'GET /api/global/daily', async ({ reply }) => {
    reply.header('cache-control', 'public, max-age=3600');
    return globalDaily();
  });
}
