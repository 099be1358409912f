import { decodeText, isSpace, parseJson } from './read-json.ts';
import { ElementScanner } from './read-json-element.ts';
import { type CutRows, type RowFraming, UnreadableRow } from './read-rows.ts';

const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const ROW_END = Buffer.from('},');

/**
 * The rows of a JSON array; a window begins with the bracket or the comma before a row. Whatever ends with `},` is tried to be
 * parsed at once, and if that works, then it was the end of a row. Else the bytes are looked at one by one.
 */
export class JsonArrayFraming implements RowFraming {
  problem: 'truncated' | 'trailing-text' | null = null;
  private readonly scanner = new ElementScanner();
  private isOver = false;

  cut(window: Buffer): CutRows {
    if (!this.isOver && window[0] !== CLOSE_ARRAY) return parseAtOnce(window) ?? this.parseEach(window);
    const rest = this.isOver ? window : window.subarray(1);
    this.isOver = true;
    if (!rest.every(isSpace)) this.problem = 'trailing-text';
    return { rows: [], used: window.length };
  }

  skip(window: Buffer): number {
    const end = this.scanner.findEnd(window, 0);
    return end === window.length ? -1 : end;
  }

  end(window: Buffer): unknown[] {
    if (this.isOver) return [];
    this.problem = 'truncated';
    const row = parseJson(decodeText(window.subarray(1)));
    return row instanceof UnreadableRow ? [] : [row];
  }

  private parseEach(window: Buffer): CutRows {
    const rows: unknown[] = [];
    let used = 0;
    for (;;) {
      this.scanner.restart();
      const end = this.scanner.findEnd(window, used + 1);
      if (end >= window.length) return { rows, used };
      const element = window.subarray(used + 1, end);
      const isLast = window[end] === CLOSE_ARRAY;
      if (!isLast || !element.every(isSpace)) rows.push(parseJson(decodeText(element)));
      used = end;
      if (isLast) return { rows, used };
    }
  }
}

function parseAtOnce(window: Buffer): CutRows | null {
  const used = window.lastIndexOf(ROW_END) + 1;
  if (used === 0) return null;
  window[0] = OPEN_ARRAY;
  window[used] = CLOSE_ARRAY;
  const rows = parseJson(decodeText(window.subarray(0, used + 1)));
  window[used] = COMMA;
  return Array.isArray(rows) ? { rows, used } : null;
}
