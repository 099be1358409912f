import type { ExportRow } from './export-row.ts';
import { SeenRows } from './seen-rows.ts';

/** So many characters of descriptions are remembered at most; one that comes again later is described again, which does no harm. */
const MOST_CHARACTERS = 20_000_000;

/** A piece of an upload as PostgreSQL's COPY takes it, without the columns of the listener and the import. */
export interface Lines {
  /** For `ROW_COLUMNS`. */
  rows: string;
  /** For `TRACK_COLUMNS`: what the rows name for the first time. */
  tracks: string;
}

export const ROW_COLUMNS =
  'position, file, row, verdict, reason, track, played_at, precision_ms, ms_played, ms_played_is_estimate, platform, country, shuffle, skipped, offline, reason_start, reason_end';
export const TRACK_COLUMNS = 'number, is_track, spotify_id, local_uri, track_name, artist_name, album_name';

/**
 * Turns the rows of one upload, in their order, into lines for COPY: what is played is described once and then named by its
 * number, and of rows that are one and the same all but the first are marked as repeated.
 */
export class RowLines {
  readonly #prefix: string;
  readonly #seen = new SeenRows();
  /** The latest description of a Spotify id; nearly always the next row with that id says the same. */
  #latest = new Map<string, Description>();
  #numbers = new Map<string, number>();
  #characters = 0;
  #described = 0;
  #position = 0;

  /** @param prefix what every line begins with, as COPY spells it */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  add(exportRows: readonly ExportRow[]): Lines {
    let rows = '';
    let tracks = '';
    for (const row of exportRows) {
      const described = this.#described;
      const track = this.#describe(row);
      if (this.#described > described) tracks += this.#prefix + trackLine(row, track);
      rows += this.#prefix + this.#rowLine(row, track);
    }
    return { rows, tracks };
  }

  #rowLine(row: ExportRow, track: number | null): string {
    const isRepeated = row.verdict === null && !this.#seen.add(row.identity);
    const verdict = isRepeated ? 'repeated-in-file' : row.verdict;
    const reason = isRepeated ? 'the same row stands in the upload before' : row.reason;
    const position = this.#position;
    this.#position += 1;
    return `${position}\t${row.file}\t${row.row}\t${text(verdict)}\t${text(reason)}\t${track ?? '\\N'}\t${instant(row.playedAt)}\t${row.precisionMs >= 60_000 ? 60_000 : 1}\t${row.msPlayed ?? '\\N'}\t${flag(row.msPlayedIsEstimate)}\t${text(row.platform)}\t${text(row.country)}\t${flag(row.shuffle)}\t${flag(row.skipped)}\t${flag(row.offline)}\t${text(row.reasonStart)}\t${text(row.reasonEnd)}\n`;
  }

  /** The number of what the row plays; null where it names nothing. */
  #describe(row: ExportRow): number | null {
    const { spotifyId, trackName, artistName, albumName } = row;
    if (spotifyId === null && row.localUri === null && trackName === null && artistName === null) return null;
    const isTrack = row.verdict === null;
    const latest = isTrack && spotifyId !== null ? this.#latest.get(spotifyId) : undefined;
    if (
      latest &&
      latest.trackName === trackName &&
      latest.artistName === artistName &&
      latest.albumName === albumName
    ) {
      return latest.number;
    }
    const key = JSON.stringify([isTrack, spotifyId, row.localUri, trackName, artistName, albumName]);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      if (this.#characters > MOST_CHARACTERS) {
        this.#numbers = new Map();
        this.#latest = new Map();
        this.#characters = 0;
      }
      this.#characters += key.length;
      number = this.#described;
      this.#described += 1;
      this.#numbers.set(key, number);
    }
    if (isTrack && spotifyId !== null)
      this.#latest.set(spotifyId, { number, trackName, artistName, albumName });
    return number;
  }
}

interface Description {
  number: number;
  trackName: string | null;
  artistName: string | null;
  albumName: string | null;
}

function trackLine(row: ExportRow, number: number | null): string {
  return `${number}\t${flag(row.verdict === null)}\t${text(row.spotifyId)}\t${text(row.localUri)}\t${text(row.trackName)}\t${text(row.artistName)}\t${text(row.albumName)}\n`;
}

const ESCAPED = /[\\\n\r\t]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function text(value: string | null): string {
  if (value === null) return '\\N';
  return value.replace(ESCAPED, (character) => ESCAPES[character] ?? '');
}

const flag = (value: boolean | null) => (value === null ? '\\N' : value ? 't' : 'f');

const DAY_MS = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
let day = { number: Number.NaN, text: '' };

/** An instant as PostgreSQL reads it; rows that follow each other are mostly of one day. */
function instant(ms: number | null): string {
  if (ms === null) return '\\N';
  const number = Math.floor(ms / DAY_MS);
  if (number !== day.number) day = { number, text: new Date(ms).toISOString().slice(0, 11) };
  const inDay = ms - number * DAY_MS;
  const seconds = Math.floor(inDay / 1_000);
  const fraction = inDay % 1_000 === 0 ? '' : `.${String(inDay % 1_000).padStart(3, '0')}`;
  return `${day.text}${TWO_DIGITS[Math.floor(seconds / 3_600)]}:${TWO_DIGITS[Math.floor(seconds / 60) % 60]}:${TWO_DIGITS[seconds % 60]}${fraction}Z`;
}
