import { type ExportRow, malformedRow, ODD_MS_PLAYED, ODD_TIME, type RowPlace } from '../export-row.ts';
import { readInstant, readMsPlayed, readText } from '../read-values.ts';
import type { ExportFormat } from './export-format.ts';

const MINUTE_MS = 60_000;

/** The streaming history in Spotify's account data: about a year of plays, to the minute, with names but without ids. */
export const accountData = {
  kind: 'account',
  framing: 'json',
  fileName: /^StreamingHistory(?:_music_|_podcast_)?\d+\.json$/i,
  recognises: (value) => 'endTime' in value && 'msPlayed' in value,
  read,
} as const satisfies ExportFormat;

function read(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow {
  const playedAt = readInstant(value.endTime, now);
  const msPlayed = readMsPlayed(value.msPlayed);
  const isPodcast = 'podcastName' in value || 'episodeName' in value;
  const trackName = readText(isPodcast ? value.episodeName : value.trackName);
  const artistName = readText(isPodcast ? value.podcastName : value.artistName);
  if (playedAt === null || msPlayed === null) {
    const known = { playedAt, msPlayed, trackName, artistName };
    return malformedRow(place, playedAt === null ? ODD_TIME : ODD_MS_PLAYED, known);
  }
  const isNamed = trackName !== null && artistName !== null;
  return {
    file: place.file,
    row: place.row,
    verdict: isPodcast ? 'podcast' : isNamed ? null : 'without-track',
    reason: isPodcast ? 'a podcast or an audiobook' : isNamed ? null : 'it names no track',
    playedAt,
    precisionMs: MINUTE_MS,
    msPlayed,
    msPlayedIsEstimate: false,
    spotifyId: null,
    localUri: null,
    trackName,
    artistName,
    albumName: null,
    platform: null,
    country: null,
    reasonStart: null,
    reasonEnd: null,
    shuffle: null,
    skipped: null,
    offline: null,
    identity: `${playedAt}\0${msPlayed}\0${artistName ?? ''}\0${trackName ?? ''}`,
  };
}
