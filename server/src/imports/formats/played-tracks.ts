import type { ExportRow, RowPlace } from '../export-row.ts';
import { readFields, readInstant, readLength, readList, readText } from '../read-values.ts';
import type { ExportFormat } from './export-format.ts';
import { isLocalUri, readLocalUri } from './local-uri.ts';
import { readSpotifyId, trackedRow } from './tracked-row.ts';

/**
 * Plays as Spotify's interface lists the recent ones, which is how programs that ask for that list keep them: your_spotify, and the
 * system that this program replaces.
 */
export const playedTracks = {
  kind: 'played-tracks',
  framing: 'json',
  fileName: /^(?:your_spotify|recently[-_]played|old-history).*\.jsonl?$/i,
  times: 'ends',
  recognises: (value) => 'played_at' in value && ('track' in value || 'id' in value),
  read,
} as const satisfies ExportFormat;

function read(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow {
  const track = readFields(value.track);
  const local = isLocalUri(track.uri) ? readLocalUri(track.uri) : null;
  return trackedRow(place, {
    // MongoDB's own tools wrap dates.
    at: readInstant(readFields(value.played_at).$date ?? value.played_at, now),
    precisionMs: 1,
    lengthMs: readLength(track.duration_ms ?? value.durationMs, 1),
    spotifyId: local ? null : readSpotifyId(track.id ?? value.id),
    localUri: local?.localUri ?? null,
    trackName: readText(track.name) ?? local?.trackName ?? null,
    artistName: readText(readFields(readList(track.artists)[0]).name) ?? local?.artistName ?? null,
    albumName: readText(readFields(track.album).name) ?? local?.albumName ?? null,
  });
}
