import type { OwnPlaylist } from '@analytics/contract/playlist';
import { type AccessContext, withAccessToken } from '../accounts/access-token.ts';
import { clean, pickImage } from '../catalog/track-description.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { SpotifyClient } from '../spotify/client.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';
import { parseLibrary, parsePlaylist, parsePlaylistRows } from '../spotify/web-api-playlists.ts';
import { findWatched } from './playlists.queries.ts';

export interface PlaylistContext extends AccessContext {
  readonly client: SpotifyClient;
}

const FIELDS = 'name,snapshot_id,images,owner(display_name,id)';
/** Whether a track can be played is told for a market only: the listener's own. */
const ROWS = 'market=from_token&additional_types=track,episode';

/** What Spotify tells this listener of a playlist, its contents apart. */
export async function fetchPlaylist(context: PlaylistContext, reader: ListenerId, spotifyId: string) {
  const playlist = parsePlaylist(await get(context, reader, `/v1/playlists/${spotifyId}?fields=${FIELDS}`));
  if (!playlist) throw unreadable();
  return {
    name: clean(playlist.name),
    ownerName: playlist.ownerName === null ? null : clean(playlist.ownerName),
    imageUrl: pickImage(playlist.images),
    snapshotId: playlist.snapshotId,
  };
}

/**
 * A page of a playlist's rows, from the endpoint of newer apps, or from that of older ones where the newer one is not there.
 * @throws SpotifyError `forbidden` or `not-found` when both refuse
 */
export async function fetchRows(
  context: PlaylistContext,
  reader: ListenerId,
  { spotifyId, offset }: { spotifyId: string; offset: number },
) {
  const path = `/v1/playlists/${spotifyId}`;
  const answer = await get(context, reader, `${path}/items?${ROWS}&limit=50&offset=${offset}`).catch(
    (error: unknown) => {
      if (!isRefusal(error)) throw error;
      return get(context, reader, `${path}/tracks?${ROWS}&limit=100&offset=${offset}`);
    },
  );
  const page = parsePlaylistRows(answer);
  if (!page) throw unreadable();
  return page;
}

/** Whether Spotify has said that this is not to be had, rather than nothing. */
export const isRefusal = (error: unknown): error is SpotifyError =>
  error instanceof SpotifyError && (error.kind === 'forbidden' || error.kind === 'not-found');

/** A page of the playlists in the listener's own library. */
export async function fetchLibrary(
  context: PlaylistContext,
  listenerId: ListenerId,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: OwnPlaylist[]; total: number }> {
  const answer = await get(context, listenerId, `/v1/me/playlists?limit=${limit}&offset=${offset}`);
  const library = parseLibrary(answer);
  if (!library) throw unreadable();
  const { playlists, total } = library;
  const watched = await findWatched(
    context.database,
    listenerId,
    playlists.map(({ spotifyId }) => spotifyId),
  );
  const items = playlists.map(({ images, spotifyId, ...playlist }) => ({
    ...playlist,
    spotifyId,
    imageUrl: pickImage(images),
    playlistId: watched.get(spotifyId) ?? null,
  }));
  return { items, total };
}

const get = (context: PlaylistContext, listenerId: ListenerId, path: string) =>
  withAccessToken(context, listenerId, (accessToken) => context.client.get('playlists', path, accessToken));

const unreadable = () => new SpotifyError('unavailable', "Spotify's answer cannot be read.");
