import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import { ApiError, forbidden, notFound } from './api-error.ts';
import { type Call, endpoint, spotifyId } from './endpoint.ts';
import { fullAlbum, fullArtist, fullTrack } from './shapes.ts';

type Lookup = (world: World, id: string, market: string | undefined) => object | undefined;

/** Tracks, albums and artists, one by one, and in batches for older apps. */
export function catalogueEndpoints(app: FastifyInstance, world: World): void {
  serve(app, world, 'tracks', 50, ({ catalogue }, id, market) => {
    const track = catalogue.trackById.get(id);
    return track && fullTrack(world, track, market);
  });
  serve(app, world, 'albums', 20, ({ catalogue }, id, market) => {
    const album = catalogue.albumById.get(id);
    return album && fullAlbum(world, album, market);
  });
  serve(app, world, 'artists', 50, ({ catalogue }, id) => {
    const artist = catalogue.artistById.get(id);
    return artist && fullArtist(world, artist);
  });
}

function serve(app: FastifyInstance, world: World, section: string, batchLimit: number, look: Lookup): void {
  endpoint(app, world, `/v1/${section}/:id`, [], (call) => {
    const found = look(world, spotifyId(call.param('id')), call.query('market'));
    if (found === undefined) throw notFound();
    return found;
  });
  endpoint(app, world, `/v1/${section}`, [], (call) => {
    if (world.profile === 'development') throw forbidden();
    return { [section]: idsOf(call, batchLimit).map((id) => look(world, id, call.query('market')) ?? null) };
  });
}

function idsOf(call: Call, batchLimit: number): string[] {
  const ids = (call.query('ids') ?? '').split(',').filter((id) => id !== '');
  if (ids.length === 0) throw new ApiError(400, 'Missing required field: ids');
  if (ids.length > batchLimit) throw new ApiError(400, 'Too many ids requested');
  return ids.map(spotifyId);
}
