import { type ExportRow, malformedRow, ODD_TIME, type RowPlace } from '../export-row.ts';

/** A play as another program keeps it. */
interface TrackedPlay {
  /** Its start or its end, as `ExportFormat.times` says. */
  at: number | null;
  /** How coarse that is: 1 or 60,000. */
  precisionMs: number;
  /** The most that it can have run. */
  lengthMs: number | null;
  spotifyId: string | null;
  localUri?: string | null;
  trackName: string | null;
  artistName: string | null;
  albumName: string | null;
}

const SPOTIFY_ID = /(?:^|\/track\/|^spotify:track:)([0-9A-Za-z]{22})(?:\?.*)?$/;

/** The id in an address of a track at Spotify, in a URI, or by itself. */
export function readSpotifyId(value: unknown): string | null {
  return (typeof value === 'string' && SPOTIFY_ID.exec(value)?.[1]) || null;
}

/** A row of another program's export; how long it ran is estimated when all rows are known. */
export function trackedRow(place: RowPlace, play: TrackedPlay): ExportRow {
  const { at, precisionMs, lengthMs, spotifyId, localUri = null, trackName, artistName, albumName } = play;
  if (at === null)
    return malformedRow(place, ODD_TIME, { msPlayed: lengthMs, spotifyId, trackName, artistName });
  const isTrack = spotifyId !== null || (trackName !== null && (localUri ?? artistName) !== null);
  return {
    ...malformedRow(place, '', { playedAt: at, msPlayed: lengthMs, spotifyId, trackName, artistName }),
    verdict: isTrack ? null : 'without-track',
    reason: isTrack ? null : 'it names no track',
    precisionMs,
    msPlayedIsEstimate: true,
    localUri,
    albumName,
    identity: [at, spotifyId ?? localUri ?? `${artistName}\0${trackName}`].join('\0'),
  };
}
