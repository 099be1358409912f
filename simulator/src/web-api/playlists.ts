import type { FastifyInstance } from 'fastify';
import { elementAt } from '../element-at.ts';
import { isReadableBy, type Playlist, type PlaylistRow, snapshotId } from '../playlists.ts';
import type { World } from '../world.ts';
import { forbidden, notFound } from './api-error.ts';
import { type Call, endpoint, spotifyId, wholeNumber } from './endpoint.ts';
import { fullEpisode, fullTrack, images, localTrack } from './shapes.ts';

/** The listener's playlists, any playlist, and the rows of those that may be read. */
export function playlistEndpoints(app: FastifyInstance, world: World): void {
  endpoint(app, world, '/v1/me/playlists', ['playlist-read-private'], myPlaylists);
  endpoint(app, world, '/v1/playlists/:id', [], onePlaylist);
  endpoint(app, world, '/v1/playlists/:id/items', [], (call) => rows(call, 'items', 20, 50));
  endpoint(app, world, '/v1/playlists/:id/tracks', [], (call) => {
    if (call.world.profile === 'development') throw forbidden();
    return rows(call, 'tracks', 100, 100);
  });
}

function myPlaylists(call: Call) {
  const { world, listener, scopes } = call;
  const library = world.playlists
    .library(listener.id)
    .filter((playlist) => scopes.includes('playlist-read-collaborative') || !isCollaborative(playlist));
  const limit = wholeNumber(call, 'limit', 20, 1, 50);
  const offset = wholeNumber(call, 'offset', 0, 0, 100_000);
  const address = `${world.apiUrl}/v1/me/playlists`;
  const page = library.slice(offset, offset + limit).map((playlist) => {
    const total = playlist.rowCount;
    const items = { href: `${playlistUrl(world, playlist)}/items`, total };
    const tracks = { href: `${playlistUrl(world, playlist)}/tracks`, total };
    const shape = { ...simplifiedPlaylist(world, playlist), items };
    return world.profile === 'development' ? shape : { ...shape, tracks };
  });
  return paging(address, page, limit, offset, library.length);
}

function onePlaylist(call: Call) {
  const { world, listener, query } = call;
  const playlist = findPlaylist(call);
  const shape = { ...simplifiedPlaylist(world, playlist), followers: { href: null, total: 3 } };
  const isOlderApp = world.profile === 'older-app';
  if (!isOlderApp && !isReadableBy(playlist, listener.id)) return shape;
  const firstRows = (segment: string) => pageOfRows(world, playlist, segment, 100, 0, query('market'));
  return { ...shape, items: firstRows('items'), ...(isOlderApp && { tracks: firstRows('tracks') }) };
}

function rows(call: Call, segment: string, usualLimit: number, highestLimit: number) {
  const { world, listener, query } = call;
  const playlist = findPlaylist(call);
  const limit = wholeNumber(call, 'limit', usualLimit, 1, highestLimit);
  const offset = wholeNumber(call, 'offset', 0, 0, 1_000_000);
  if (world.profile === 'development' && !isReadableBy(playlist, listener.id)) throw forbidden();
  return pageOfRows(world, playlist, segment, limit, offset, query('market'));
}

function findPlaylist({ world, param }: Call): Playlist {
  const playlist = world.playlists.find(spotifyId(param('id')));
  if (playlist === undefined) throw notFound();
  return playlist;
}

function pageOfRows(
  world: World,
  playlist: Playlist,
  segment: string,
  limit: number,
  offset: number,
  market: string | undefined,
) {
  const count = Math.max(0, Math.min(limit, playlist.rowCount - offset));
  const page = Array.from({ length: count }, (_, position) =>
    rowShape(world, playlist.row(offset + position), market),
  );
  return paging(`${playlistUrl(world, playlist)}/${segment}`, page, limit, offset, playlist.rowCount);
}

function rowShape(world: World, row: PlaylistRow, market: string | undefined) {
  const content = contentOf(world, row, market);
  const shape = {
    added_at: row.addedAt === null ? null : new Date(row.addedAt).toISOString().replace('.000Z', 'Z'),
    added_by: row.addedBy === null ? null : userShape(world, row.addedBy),
    is_local: row.kind === 'local',
    item: content,
    primary_color: null,
    video_thumbnail: { url: null },
  };
  return world.profile === 'development' ? shape : { ...shape, track: content };
}

function contentOf(world: World, row: PlaylistRow, market: string | undefined) {
  const { tracks, localFiles, episodes } = world.catalogue;
  if (row.kind === 'gone') return null;
  if (row.kind === 'local') return localTrack(world, elementAt(localFiles, row.index));
  if (row.kind === 'episode') return fullEpisode(world, elementAt(episodes, row.index));
  return fullTrack(world, elementAt(tracks, row.index), market);
}

function isCollaborative(playlist: Playlist): boolean {
  return playlist.collaboratorIds.length > 0;
}

function simplifiedPlaylist(world: World, playlist: Playlist) {
  return {
    collaborative: isCollaborative(playlist),
    description: playlist.description,
    external_urls: { spotify: `https://open.spotify.com/playlist/${playlist.id}` },
    href: playlistUrl(world, playlist),
    id: playlist.id,
    images: images(world, playlist.id, playlist.images),
    name: playlist.name,
    owner: { ...userShape(world, playlist.ownerId), display_name: playlist.ownerName },
    primary_color: null,
    public: playlist.isPublic,
    snapshot_id: snapshotId(playlist),
    type: 'playlist',
    uri: `spotify:playlist:${playlist.id}`,
  };
}

function userShape(world: World, id: string) {
  return {
    external_urls: { spotify: `https://open.spotify.com/user/${id}` },
    href: `${world.apiUrl}/v1/users/${id}`,
    id,
    type: 'user',
    uri: `spotify:user:${id}`,
  };
}

function playlistUrl(world: World, playlist: Playlist): string {
  return `${world.apiUrl}/v1/playlists/${playlist.id}`;
}

/** Spotify's envelope around a page of a longer list. */
export function paging(address: string, items: object[], limit: number, offset: number, total: number) {
  const mark = address.includes('?') ? '&' : '?';
  const page = (at: number) => `${address}${mark}offset=${at}&limit=${limit}`;
  return {
    href: page(offset),
    items,
    limit,
    next: offset + limit < total ? page(offset + limit) : null,
    offset,
    previous: offset > 0 ? page(Math.max(0, offset - limit)) : null,
    total,
  };
}
