import type { FastifyInstance } from 'fastify';
import { implement } from '../http/endpoint.ts';
import type { Queue } from '../queue/queue.ts';
import { fetchLibrary, type PlaylistContext } from './fetch-playlist.ts';
import { scanPlaylist } from './jobs.ts';
import {
  countNeverPlayed,
  listLastPlayedWeeks,
  listPlaylistChanges,
  listPlaylistTracks,
} from './playlist-tracks.queries.ts';
import {
  deleteMonitor,
  getPlaylist,
  insertMonitor,
  listPlaylists,
  makeScanDue,
  requireMonitor,
} from './playlists.queries.ts';
import { readPlaylistId } from './read-playlist-id.ts';

/** The playlists that a listener watches, and what they have played of them. */
export function addPlaylistRoutes(
  app: FastifyInstance,
  context: PlaylistContext & { readonly queue: Queue },
): void {
  const { database, queue } = context;

  implement(app, 'GET /api/playlists', ({ listenerId, query: { limit = 50, offset = 0 } }) =>
    listPlaylists(database, listenerId, { limit, offset }),
  );

  implement(app, 'POST /api/playlists', async ({ listenerId, body }) => {
    const spotifyId = readPlaylistId(body.playlist);
    const playlistId = await database.transaction().execute(async (trx) => {
      const id = await insertMonitor(trx, listenerId, spotifyId);
      await queue.send(scanPlaylist, { playlistId: id }, trx);
      return id;
    });
    return getPlaylist(database, listenerId, playlistId);
  });

  implement(app, 'GET /api/playlists/own', ({ listenerId, query: { limit = 50, offset = 0 } }) =>
    fetchLibrary(context, listenerId, { limit, offset }),
  );

  implement(app, 'GET /api/playlists/{id}', ({ listenerId, params }) =>
    getPlaylist(database, listenerId, params.id),
  );

  implement(app, 'DELETE /api/playlists/{id}', async ({ listenerId, params }) => {
    await deleteMonitor(database, listenerId, params.id);
    return undefined;
  });

  implement(app, 'POST /api/playlists/{id}/scan', async ({ listenerId, params }) => {
    await requireMonitor(database, listenerId, params.id);
    await database.transaction().execute(async (trx) => {
      await makeScanDue(trx, params.id);
      await queue.send(scanPlaylist, { playlistId: params.id }, trx);
    });
    return getPlaylist(database, listenerId, params.id);
  });

  implement(app, 'GET /api/playlists/{id}/tracks', async ({ listenerId, params, query }) => {
    await requireMonitor(database, listenerId, params.id);
    const { sort = 'position', order, search, played, limit = 50, offset = 0 } = query;
    const wanted = { sort, order, search, played, limit, offset };
    return listPlaylistTracks(database, listenerId, params.id, wanted);
  });

  implement(app, 'GET /api/playlists/{id}/last-played', async ({ listenerId, params }) => {
    await requireMonitor(database, listenerId, params.id);
    return {
      items: await listLastPlayedWeeks(database, listenerId, params.id),
      neverPlayed: await countNeverPlayed(database, listenerId, params.id),
    };
  });

  implement(
    app,
    'GET /api/playlists/{id}/changes',
    async ({ listenerId, params, query: { limit = 50, offset = 0 } }) => {
      await requireMonitor(database, listenerId, params.id);
      return listPlaylistChanges(database, params.id, { limit, offset });
    },
  );
}
