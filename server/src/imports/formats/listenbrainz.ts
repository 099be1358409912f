import type { ExportRow, RowPlace } from '../export-row.ts';
import { readEpochSeconds, readFields, readLength, readList, readText } from '../read-values.ts';
import type { ExportFormat } from './export-format.ts';
import { readSpotifyId, trackedRow } from './tracked-row.ts';

/** Listens as ListenBrainz exports them and as its interface lists them. */
export const listenBrainz = {
  kind: 'listenbrainz',
  framing: 'json',
  fileName: /^(?:.*_)?(?:listenbrainz|listens).*\.jsonl?$/i,
  times: 'starts',
  recognises: (value) => 'listened_at' in value && 'track_metadata' in value,
  read,
} as const satisfies ExportFormat;

function read(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow {
  const track = readFields(value.track_metadata);
  const more = readFields(track.additional_info);
  const lengthMs = readLength(more.duration_ms, 1) ?? readLength(more.duration, 1_000);
  const listenedAt = readEpochSeconds(value.listened_at, now);
  return trackedRow(place, {
    at: listenedAt !== null && isFromSpotify(more) ? listenedAt - (lengthMs ?? 0) : listenedAt,
    precisionMs: 1,
    lengthMs,
    spotifyId: readSpotifyId(more.spotify_id) ?? readSpotifyId(more.origin_url),
    trackName: readText(track.track_name),
    artistName: readFirstArtist(track, more),
    albumName: readText(track.release_name),
  });
}

/** What ListenBrainz itself takes from Spotify's list of recent plays bears the time of that list, which is the end. */
function isFromSpotify(more: Readonly<Record<string, unknown>>): boolean {
  return (
    more.listening_from === 'spotify' ||
    (more.music_service === 'spotify.com' && more.submission_client === 'listenbrainz')
  );
}

/** The first of the artists; `artist_name` names all of them in one text. */
function readFirstArtist(
  track: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>>,
): string | null {
  const all = readText(track.artist_name);
  const first =
    readText(readList(more.artist_names)[0]) ??
    readText(readFields(readList(readFields(track.mbid_mapping).artists)[0]).artist_credit_name);
  // The mapping may be to another recording, and its names those of another script.
  return first !== null && all?.startsWith(first) ? first : all;
}
