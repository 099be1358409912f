/** A row that cannot be parsed; `reason` quotes nothing from it. */
export class UnreadableRow {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** What is wrong with a file as a whole. */
type FramingProblem = 'truncated' | 'trailing-text';

/** The rows that end within a window, and where the next one begins: 0 if none ends. */
export interface CutRows {
  rows: unknown[];
  used: number;
}

/** Where rows of one kind of file begin and end. A window is bytes of the file, beginning where a row begins. */
export interface RowFraming {
  readonly problem: FramingProblem | null;
  /** May write to the window. */
  cut(window: Buffer): CutRows;
  /** Where the next row begins, the window being in the middle of one that is of no use; -1 if that is further on. */
  skip(window: Buffer): number;
  /** The rows in what is left when the file has ended. */
  end(window: Buffer): unknown[];
}

/** A real row has about 700 bytes; a longer one than this is unreadable and never held in memory. */
export const MAX_ROW_BYTES = 1024 * 1024;

/** So many bytes are parsed at once: few enough for the rows to be short-lived, which is what is fast. */
const WINDOW_BYTES = 64 * 1024;

/**
 * Cuts a file that arrives in pieces into windows of whole rows and holds one window at a time. The windows do not depend on
 * where the pieces end.
 */
export class RowReader {
  private readonly framing: RowFraming;
  private readonly smallest: number;
  private readonly largest: number;
  private bytes = Buffer.alloc(0);
  private length = 0;
  /** At so many bytes the window is cut. */
  private fullLength: number;
  private isSkipping = false;

  /** Both sizes change nothing for rows that are short enough; small ones make for strict tests. */
  constructor(framing: RowFraming, windowBytes = WINDOW_BYTES, maxRowBytes = MAX_ROW_BYTES) {
    this.framing = framing;
    // A row, and what stands before and after it.
    this.largest = maxRowBytes + 2;
    this.smallest = Math.min(windowBytes, this.largest);
    this.fullLength = this.smallest;
  }

  get problem(): FramingProblem | null {
    return this.framing.problem;
  }

  /** Takes the next piece and yields the rows that it completes. */
  *push(chunk: Buffer): Generator<unknown[]> {
    let at = 0;
    while (at < chunk.length) {
      if (this.isSkipping) {
        const next = this.framing.skip(chunk.subarray(at));
        if (next === -1) return;
        this.isSkipping = false;
        at += next;
      }
      at += this.fill(chunk, at);
      if (this.length === this.fullLength) yield this.cut().rows;
    }
  }

  /** Says that nothing more comes and yields the rows that are left. */
  *end(): Generator<unknown[]> {
    while (this.length > 0) {
      const { rows, used } = this.cut();
      yield rows;
      if (used === 0) break;
    }
    yield this.framing.end(this.bytes.subarray(0, this.length));
  }

  private fill(chunk: Buffer, at: number): number {
    if (this.bytes.length < this.fullLength) {
      const larger = Buffer.allocUnsafeSlow(this.fullLength);
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    const copied = chunk.copy(this.bytes, this.length, at, at + this.fullLength - this.length);
    this.length += copied;
    return copied;
  }

  private cut(): CutRows {
    const { rows, used } = this.framing.cut(this.bytes.subarray(0, this.length));
    if (used === 0 && this.length === this.largest) {
      this.isSkipping = true;
      this.length = 0;
      rows.push(new UnreadableRow('it is too long'));
    }
    this.bytes.copyWithin(0, used, this.length);
    this.length -= used;
    this.fullLength = this.length < this.smallest ? this.smallest : Math.min(this.length * 2, this.largest);
    return { rows, used };
  }
}
