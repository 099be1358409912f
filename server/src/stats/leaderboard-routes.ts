import type { Query } from '@analytics/contract/endpoint';
import type { Endpoints } from '@analytics/contract/endpoints';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database.ts';
import { requirePeriod } from '../database/period.ts';
import { implement } from '../http/endpoint.ts';
import { getAlbumDetail, getArtistDetail, getTrackDetail } from './get-details.ts';
import { type LeaderboardQuery, listAlbums, listArtists, listTracks } from './leaderboards.queries.ts';

/** Tracks, artists and albums: the lists and the single ones. */
export function addLeaderboardRoutes(app: FastifyInstance, { database }: { database: Database }): void {
  implement(app, 'GET /api/tracks', ({ listenerId, query }) =>
    listTracks(database, listenerId, toLeaderboard(query)),
  );
  implement(app, 'GET /api/artists', ({ listenerId, query }) =>
    listArtists(database, listenerId, toLeaderboard(query)),
  );
  implement(app, 'GET /api/albums', ({ listenerId, query }) =>
    listAlbums(database, listenerId, toLeaderboard(query)),
  );
  implement(app, 'GET /api/tracks/{id}', ({ listenerId, params }) =>
    getTrackDetail(database, listenerId, params.id),
  );
  implement(app, 'GET /api/artists/{id}', ({ listenerId, params }) =>
    getArtistDetail(database, listenerId, params.id),
  );
  implement(app, 'GET /api/albums/{id}', ({ listenerId, params }) =>
    getAlbumDetail(database, listenerId, params.id),
  );
}

function toLeaderboard(query: Query<Endpoints['GET /api/tracks']>): LeaderboardQuery {
  const { sort = 'plays', order, search, limit = 50, offset = 0 } = query;
  return { ...requirePeriod(query), sort, order, search, limit, offset };
}
