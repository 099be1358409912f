/** Why a row of an export cannot become a play, whatever the listener's history holds. */
export type RowVerdict = 'incognito' | 'podcast' | 'without-track' | 'malformed';

/**
 * One row of an export, in the one shape that every reader yields. Texts are clean for PostgreSQL and bounded; IP
 * addresses, user names and the names of incognito rows never get this far.
 */
export interface ExportRow {
  /** Place of the file in the upload's report. */
  file: number;
  /** Place of the row in its file, from 0. */
  row: number;
  /** Null where the row is a play of a track. */
  verdict: RowVerdict | null;
  /** Why, in a few words that quote nothing from the row. */
  reason: string | null;
  /** End of the play, epoch ms UTC; null if unreadable. */
  playedAt: number | null;
  /** How coarse `playedAt` is: 1,000 in the extended history, 60,000 in the account data. */
  precisionMs: number;
  msPlayed: number | null;
  /** 22 base62 characters. */
  spotifyId: string | null;
  /** `spotify:local:…` of a file from the listener's own disk; such a track has no Spotify id. */
  localUri: string | null;
  trackName: string | null;
  /** First artist of the album. */
  artistName: string | null;
  albumName: string | null;
  platform: string | null;
  /** Two letters; null where Spotify says "ZZ". */
  country: string | null;
  reasonStart: string | null;
  reasonEnd: string | null;
  shuffle: boolean | null;
  skipped: boolean | null;
  offline: boolean | null;
  /** As exported: s in newer rows, ms in older ones, 0 where unknown. */
  offlineTimestamp: number | null;
  /** Equal for rows that are one and the same row, in whichever file (`rowIdentity`). */
  identity: string;
}

/** From here on a number is an instant in ms, below it in s: 1973 in the one, the year 5138 in the other. */
export const MS_FROM = 1e11;

/** Where a reader found a row. */
export interface RowPlace {
  file: number;
  row: number;
}

/**
 * Identity of a row of an extended history: its end as exported, what was played, for how long, and since when (to
 * the second, since older exports give that in ms and newer ones in s).
 */
export function rowIdentity(
  ts: string | number,
  uri: string | null,
  msPlayed: number | null,
  offlineTimestamp: number | null,
): string {
  const startedAt = offlineTimestamp ?? 0;
  const startedSecond = startedAt > MS_FROM ? Math.floor(startedAt / 1000) : startedAt;
  return `${ts} ${msPlayed ?? ''} ${startedSecond} ${uri ?? ''}`;
}

/** A row of which nothing is known but where it stands and why it is useless. */
export function emptyRow(
  { file, row }: RowPlace,
  verdict: RowVerdict | null,
  reason: string | null,
): ExportRow {
  return {
    file,
    row,
    verdict,
    reason,
    playedAt: null,
    precisionMs: 1_000,
    msPlayed: null,
    spotifyId: null,
    localUri: null,
    trackName: null,
    artistName: null,
    albumName: null,
    platform: null,
    country: null,
    reasonStart: null,
    reasonEnd: null,
    shuffle: null,
    skipped: null,
    offline: null,
    offlineTimestamp: null,
    identity: `${file}:${row}`,
  };
}
