/** A top-level element that is no usable JSON; `reason` quotes nothing from it. */
export class UnreadableRow {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** What is wrong with the array as a whole. */
type ArrayProblem = 'not-an-array' | 'truncated' | 'trailing-text';

/** Rows are handed on in slices of at most this many. */
export const SLICE_ROWS = 1_000;

/** And of not many more bytes than this, however long the rows are. */
const SLICE_BYTES = 1024 * 1024;

/** A real row has about 700 bytes; a longer one than this is unreadable and never held in memory. */
export const MAX_ROW_BYTES = 64 * 1024;

/** A real row nests one level deep. */
const MAX_DEPTH = 16;

const LINE_FEED = 0x0a;
const DOUBLE_QUOTE = 0x22;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;

/** What a byte outside strings means for where elements end. */
const PLAIN = 0;
const QUOTE = 1;
const COMMA = 2;
const OPENER = 3;
const CLOSER = 4;
const ARRAY_CLOSER = 5;
const ROLES = new Uint8Array(256);
for (const [character, role] of Object.entries({
  '"': QUOTE,
  ',': COMMA,
  '{': OPENER,
  '[': OPENER,
  '}': CLOSER,
  ']': ARRAY_CLOSER,
})) {
  ROLES[character.charCodeAt(0)] = role;
}

const OPENING = Buffer.from('[');
const CLOSING = Buffer.from(']');
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Cuts a JSON array that arrives in pieces at the ends of its top-level elements and parses them by the slice, which is
 * nearly as fast as parsing the whole and holds one slice at most. The pieces may end anywhere, even inside a character.
 */
export class RowReader {
  /** The first byte that is neither white space nor a byte order mark, once one has come. */
  firstByte: number | null = null;
  problem: ArrayProblem | null = null;

  private state: 'before' | 'within' | 'after' = 'before';
  private markBytes = 0;
  /** Bytes of the slice from earlier pieces; offsets below count from their start. */
  private held: Buffer[] = [];
  private heldBytes = 0;
  private ends: number[] = [];
  private elementStart = 0;
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private skipReason: string | null = null;
  private rows: unknown[] = [];

  /** Takes the next piece and returns the slices of rows that it completes. */
  push(chunk: Buffer): unknown[][] {
    const slices: unknown[][] = [];
    let from = this.open(chunk);
    let at = from;
    while (this.state === 'within') {
      at = this.scan(chunk, at);
      const slice = (): Buffer => Buffer.concat([...this.held, chunk.subarray(from, at)]);
      const endsAt = this.heldBytes + at - from;
      if (endsAt - this.elementStart > MAX_ROW_BYTES) this.skipReason ??= 'it is too long';
      if (at === chunk.length) {
        if (this.skipReason === null) this.hold(chunk.subarray(from));
        else this.settle(slice());
        break;
      }
      const isLast = chunk[at] === CLOSE_ARRAY;
      if (this.skipReason !== null) {
        this.settle(slice());
        this.rows.push(new UnreadableRow(this.skipReason));
        this.skipReason = null;
        from = at + 1;
      } else if (!isLast || !isBlank(slice().subarray(this.elementStart))) {
        this.ends.push(endsAt);
        this.elementStart = endsAt + 1;
      }
      if (isLast || this.isFull(endsAt)) {
        this.settle(slice());
        from = at + 1;
        if (this.rows.length > 0) slices.push(this.rows);
        this.rows = [];
      }
      if (isLast) this.state = 'after';
      at += 1;
    }
    if (this.state === 'after' && !isBlank(chunk.subarray(at))) this.problem ??= 'trailing-text';
    return slices;
  }

  /** Says that nothing more comes and returns the rows that are left. */
  end(): unknown[] {
    if (this.state === 'before') this.problem = 'not-an-array';
    if (this.state !== 'within') return [];
    this.problem = 'truncated';
    const bytes = Buffer.concat(this.held);
    const last = this.depth === 0 && !this.isInString ? bytes.subarray(this.elementStart) : null;
    this.settle(bytes);
    const row = last && !isBlank(last) ? parse(last) : undefined;
    return row === undefined || row instanceof UnreadableRow ? this.rows : [...this.rows, row];
  }

  /** Finds the opening bracket; returns where the rows begin. */
  private open(chunk: Buffer): number {
    if (this.state !== 'before') return 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === BYTE_ORDER_MARK[this.markBytes] && this.firstByte === null) this.markBytes += 1;
      else if (!isSpace(byte)) {
        this.firstByte ??= byte;
        this.state = byte === OPEN_ARRAY ? 'within' : 'after';
        if (byte !== OPEN_ARRAY) this.problem = 'not-an-array';
        return at + 1;
      }
    }
    return chunk.length;
  }

  /** Moves on to the comma or bracket that ends the current element, or to the end of the piece. */
  private scan(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (this.isInString) {
        at = this.leaveString(chunk, at);
        continue;
      }
      while (at < chunk.length && ROLES[chunk[at] ?? 0] === PLAIN) at += 1;
      if (at === chunk.length) break;
      const role = ROLES[chunk[at] ?? 0];
      if (role === QUOTE) this.isInString = true;
      else if (role === OPENER) {
        this.depth += 1;
        if (this.depth > MAX_DEPTH) this.skipReason ??= 'it is nested too deeply';
      } else if (this.depth === 0 && role !== CLOSER) break;
      else if (this.depth > 0 && role !== COMMA) this.depth -= 1;
      at += 1;
    }
    return at;
  }

  private leaveString(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === BACKSLASH) this.isEscaped = true;
      else if (byte === DOUBLE_QUOTE || byte === LINE_FEED) {
        // JSON has no raw line break in a string: a missing quote harms its own line only.
        this.isInString = false;
        return at + 1;
      }
    }
    return chunk.length;
  }

  private isFull(sliceBytes: number): boolean {
    return this.ends.length + this.rows.length >= SLICE_ROWS || sliceBytes >= SLICE_BYTES;
  }

  private hold(bytes: Buffer): void {
    this.held.push(bytes);
    this.heldBytes += bytes.length;
  }

  /** Parses the finished elements of the slice and lets its bytes go. */
  private settle(bytes: Buffer): void {
    const { ends } = this;
    const end = ends.at(-1);
    if (end !== undefined) {
      const together = parse(Buffer.concat([OPENING, bytes.subarray(0, end), CLOSING]));
      let start = 0;
      if (Array.isArray(together)) for (const row of together) this.rows.push(row);
      else {
        for (const elementEnd of ends) {
          this.rows.push(parse(bytes.subarray(start, elementEnd)));
          start = elementEnd + 1;
        }
      }
    }
    this.held = [];
    this.heldBytes = 0;
    this.ends = [];
    this.elementStart = 0;
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return new UnreadableRow('it is not valid JSON');
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every(isSpace);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
