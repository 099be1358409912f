/** Why a row of an export cannot become a play, whatever the listener's history holds. */
export type RowVerdict = 'incognito' | 'podcast' | 'without-track' | 'malformed';

/**
 * One row of an export, in the one shape that every format yields. Texts are clean for PostgreSQL and bounded; IP
 * addresses, user names and the names of incognito rows never get this far.
 */
export interface ExportRow {
  /** Place of the file in the upload's report. */
  file: number;
  /** Place of the row in its file, from 0. */
  row: number;
  /** Null where the row is a play of a track; without id and local URI it is one of a track known by its names alone. */
  verdict: RowVerdict | null;
  /** Why, in a few words that quote nothing from the row. */
  reason: string | null;
  /** End of the play, epoch ms UTC; null if unreadable. Of a format that tells starts it is the start, until all rows are known. */
  playedAt: number | null;
  /** How coarse `playedAt` is: 1, 1,000 or 60,000. */
  precisionMs: number;
  /** Of another program's export it is the most that was played, null where that is unknown, until all rows are known. */
  msPlayed: number | null;
  /** Whether `msPlayed` was only estimated by whoever made the export. */
  msPlayedIsEstimate: boolean;
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
  /** Equal for rows that are one and the same row, in whichever file; may hold NUL and is of any length. */
  identity: string;
}

/** Where a reader found a row. */
export interface RowPlace {
  file: number;
  row: number;
}

/** What is wrong with rows of whatever format. */
export const ODD_TIME = 'its time is not a date between 2006 and today';
export const ODD_MS_PLAYED = 'its time played is not a possible number';

/** What can be told of a row although it is malformed, for the receipt. */
type KnownValues = Partial<
  Pick<ExportRow, 'playedAt' | 'msPlayed' | 'spotifyId' | 'trackName' | 'artistName'>
>;

/** A row that cannot be a play: where it stands, what is wrong with it, and what is known of it all the same. */
export function malformedRow({ file, row }: RowPlace, reason: string, known: KnownValues = {}): ExportRow {
  return {
    file,
    row,
    verdict: 'malformed',
    reason,
    playedAt: null,
    precisionMs: 1,
    msPlayed: null,
    msPlayedIsEstimate: false,
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
    identity: `${file}\0${row}`,
    ...known,
  };
}
