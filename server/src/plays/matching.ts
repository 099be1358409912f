import type { DuplicateVerdict, IncomingPlay, PlayMatch, StoredPlay } from './play-match.ts';

/** An incoming row while it is matched. */
export interface Row {
  play: IncomingPlay;
  index: number;
  endAt: number;
  partner: Stored | null;
  verdict: DuplicateVerdict | null;
}

/** A stored play while it is matched; `endAt` is by the incoming source's clock where that is known. */
export interface Stored {
  play: StoredPlay;
  index: number;
  endAt: number;
  partner: Row | null;
}

/**
 * The state that the phases pass on. Rows and stored plays stand in one canonical order, so that the order in
 * which equal instants came in cannot show in the result.
 */
export class Matching {
  readonly rows: Row[];
  readonly stored: Stored[];

  constructor(incoming: readonly IncomingPlay[], stored: readonly StoredPlay[]) {
    this.rows = incoming.map((play, index) => ({
      play,
      index,
      endAt: play.endAt,
      partner: null,
      verdict: null,
    }));
    this.stored = stored.map((play, index) => ({
      play,
      index,
      endAt: play.reportedEndAt ?? play.endAt,
      partner: null,
    }));
    this.rows.sort(canonically);
    this.stored.sort((a, b) => canonically(a, b) || compareStored(a.play, b.play));
  }

  /** Joins a free row and a free stored play. */
  join(row: Row, stored: Stored, verdict: DuplicateVerdict): void {
    row.partner = stored;
    row.verdict = verdict;
    stored.partner = row;
  }

  results(): (PlayMatch | null)[] {
    const results = Array.from<PlayMatch | null>({ length: this.rows.length }).fill(null);
    for (const { index, partner, verdict } of this.rows) {
      if (partner && verdict) results[index] = { verdict, stored: partner.index };
    }
    return results;
  }
}

function canonically(a: Row | Stored, b: Row | Stored): number {
  return a.endAt - b.endAt || compareKeys(a, b) || (a.play.msPlayed ?? -1) - (b.play.msPlayed ?? -1);
}

function compareStored(a: StoredPlay, b: StoredPlay): number {
  return a.endAt - b.endAt || (a.reportedEndAt ?? -1) - (b.reportedEndAt ?? -1) || +a.watched - +b.watched;
}

function compareKeys(a: Row | Stored, b: Row | Stored): number {
  if (a.play.trackKey === b.play.trackKey) return 0;
  return a.play.trackKey < b.play.trackKey ? -1 : 1;
}

/** Spotify lists no play under 30 s, and sources measure differently: a row under 20 s is never such a play. */
const LISTED_FROM_MS = 30_000;
const SHORT_ROW_MS = 20_000;

/** Whether a row was too short to be a play of Spotify's list. */
export function isShortRow(row: Row): boolean {
  return row.play.msPlayed !== null && row.play.msPlayed < SHORT_ROW_MS;
}

/** Whether a stored play may be one of a few seconds. A play that this source has reported is itself to be met. */
export function isShort(stored: Stored): boolean {
  const { msPlayed, reportedEndAt } = stored.play;
  return reportedEndAt !== null || (msPlayed !== null && msPlayed < LISTED_FROM_MS);
}

/** Whether a source has reported a stored play that was long enough to be one of another program's. */
export function isReportedLong({ play }: Stored): boolean {
  return play.reportedEndAt !== null && (play.msPlayed === null || play.msPlayed >= LISTED_FROM_MS);
}
