import type { Playlist } from '@analytics/contract/playlist';
import { isOfConnection } from '../accounts/access-token.ts';
import { describeTrack } from '../catalog/track-description.ts';
import { upsertTracks } from '../catalog/upsert-tracks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import { withShortWaits } from '../spotify/short-waits.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';
import type { WirePlaylistRow } from '../spotify/web-api-playlists.ts';
import { fetchPlaylist, fetchRows, isRefusal, type PlaylistContext } from './fetch-playlist.ts';
import {
  beginScan,
  closeScan,
  endScan,
  insertScannedRows,
  listReaders,
  openScan,
  type ScannedPlaylist,
  type ScannedRows,
  updateDescription,
} from './scans.queries.ts';

const DAY_MS = 86_400_000;
/** A fault that may pass is tried again this soon, and no sooner. */
const RETRY_MS = 30 * 60_000;
const CHANGED_RETRY_MS = 60_000;

type Contents = Playlist['contents'];

/**
 * Looks at a playlist for all who watch it, and reads its contents when they have changed. What was read before stays until all of it
 * has been read anew. A fault of Spotify is noted and decides when the next scan is; any other is thrown.
 */
export async function runScan(
  context: PlaylistContext,
  playlistId: number,
  signal: AbortSignal,
): Promise<void> {
  const { database } = context;
  const playlist = await beginScan(database, playlistId);
  if (!playlist) return;
  try {
    const contents = await scanByAnyone(context, playlist, signal);
    await endScan(database, playlistId, { contents, nextScanAt: new Date(Date.now() + DAY_MS), error: null });
  } catch (error) {
    // It is still due, and goes on from where it is.
    if (signal.aborted) return;
    const isExpected = error instanceof SpotifyError || error instanceof DomainError;
    await endScan(database, playlistId, {
      nextScanAt: retryAt(error),
      error: isExpected
        ? error.message
        : 'The last scan failed here, not at Spotify; it is tried again by itself.',
    });
    if (!isExpected) throw error;
  }
}

/** Asks with the connection of one listener after the other, until one may read the contents. */
async function scanByAnyone(
  context: PlaylistContext,
  playlist: ScannedPlaylist,
  signal: AbortSignal,
): Promise<Contents> {
  let contents: Contents | undefined;
  let failure: unknown = new DomainError(
    'not-connected',
    'Nobody who watches this playlist is connected with Spotify.',
  );
  for (const reader of await listReaders(context.database, playlist.id)) {
    try {
      const found = await scanBy(context, playlist, reader, signal);
      if (found === 'available') return found;
      if (contents !== 'not-available') contents = found;
    } catch (error) {
      if (!isOfConnection(error)) throw error;
      failure = error;
    }
  }
  if (contents === undefined) throw failure;
  return contents;
}

async function scanBy(
  context: PlaylistContext,
  playlist: ScannedPlaylist,
  reader: ListenerId,
  signal: AbortSignal,
): Promise<Contents> {
  const { id, spotifyId } = playlist;
  let isKnown = false;
  try {
    const fetched = await withShortWaits(signal, () => fetchPlaylist(context, reader, spotifyId));
    isKnown = true;
    const { snapshotId, ...description } = fetched;
    await updateDescription(context.database, id, description);
    if (snapshotId !== playlist.snapshotId || playlist.contents !== 'available') {
      await readContents(context, playlist, { reader, snapshotId }, signal);
    }
    return 'available';
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return isKnown || error.kind === 'forbidden' ? 'not-available' : 'gone';
  }
}

async function readContents(
  context: PlaylistContext,
  { id, spotifyId }: ScannedPlaylist,
  { reader, snapshotId }: { reader: ListenerId; snapshotId: string },
  signal: AbortSignal,
): Promise<void> {
  const { database } = context;
  let offset = await openScan(database, id, snapshotId);
  let pages = 0;
  for (let isComplete = false; !isComplete; pages += 1) {
    const page = await withShortWaits(signal, () => fetchRows(context, reader, { spotifyId, offset }));
    await storeRows(context, id, { ...describeRows(page.rows, offset), snapshotId, total: page.total });
    offset += page.rows.length;
    isComplete = page.rows.length === 0 || offset >= page.total;
  }
  if (pages > 1) {
    const now = await withShortWaits(signal, () => fetchPlaylist(context, reader, spotifyId));
    // What moved from one page to another meanwhile would have been read twice or not at all.
    if (now.snapshotId !== snapshotId) throw changedMeanwhile();
  }
  await database.transaction().execute((trx) => closeScan(trx, id, { snapshotId, readBy: reader }));
}

type DescribedRows = Omit<ScannedRows, 'snapshotId' | 'total'> & {
  readonly descriptions: Parameters<typeof upsertTracks>[1];
};

function describeRows(rows: readonly WirePlaylistRow[], offset: number): DescribedRows {
  const described = rows.flatMap((row, index) => {
    const track = row.kind === 'track' ? describeTrack(row.track) : undefined;
    if (row.kind !== 'track' || !track) return [];
    const status = track.localUri !== null ? 'local' : row.isPlayable ? 'playable' : 'unplayable';
    return [{ track, position: offset + index, status, addedAt: row.addedAt } as const];
  });
  const episodeCount = rows.filter(({ kind }) => kind === 'episode').length;
  return {
    offset,
    count: rows.length,
    episodeCount,
    missingCount: rows.length - described.length - episodeCount,
    descriptions: described.map(({ track }) => track),
    tracks: described.map(({ track: { spotifyId, localUri }, ...row }) => ({ ...row, spotifyId, localUri })),
  };
}

async function storeRows(
  { database }: PlaylistContext,
  playlistId: number,
  { descriptions, ...rows }: DescribedRows & Pick<ScannedRows, 'snapshotId' | 'total'>,
): Promise<void> {
  await database.transaction().execute(async (trx) => {
    await upsertTracks(trx, descriptions);
    if (!(await insertScannedRows(trx, playlistId, rows))) throw changedMeanwhile();
  });
}

const changedMeanwhile = () =>
  new SpotifyError('rate-limited', 'The playlist changed while it was read; it is read again by itself.', {
    retryAt: new Date(Date.now() + CHANGED_RETRY_MS),
  });

function retryAt(error: unknown): Date {
  const soonest = Date.now() + RETRY_MS;
  if (!(error instanceof SpotifyError))
    return new Date(error instanceof DomainError ? Date.now() + DAY_MS : soonest);
  if (error.retryAt) return error.retryAt;
  return new Date(isOfConnection(error) ? Date.now() + DAY_MS : soonest);
}
