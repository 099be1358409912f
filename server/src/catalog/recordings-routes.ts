import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database.ts';
import { implement } from '../http/endpoint.ts';
import { joinTracks, splitTrack, takeDecisionBack } from './decide-recordings.ts';
import { listRecordings } from './list-recordings.ts';
import { listDecisions } from './recording-decisions.queries.ts';

/** What was joined as one recording, and decisions about that by hand. */
export function addRecordingRoutes(app: FastifyInstance, { database }: { database: Database }): void {
  implement(app, 'GET /api/recordings', ({ listenerId, query: { search, limit = 50, offset = 0 } }) =>
    listRecordings(database, listenerId, { search, limit, offset }),
  );

  implement(app, 'POST /api/recordings/join', async ({ listener, body }) => ({
    decisionId: await joinTracks(database, listener, body.trackIds),
  }));

  implement(app, 'POST /api/recordings/split', async ({ listener, body }) => ({
    decisionId: await splitTrack(database, listener, body.trackId),
  }));

  implement(app, 'GET /api/recordings/decisions', ({ listener, query: { limit = 50, offset = 0 } }) =>
    listDecisions(database, listener, { limit, offset }),
  );

  implement(app, 'DELETE /api/recordings/decisions/{id}', async ({ listener, params }) => {
    await takeDecisionBack(database, listener, params.id);
    return undefined;
  });
}
