import { decodeText, parseJson } from './read-json.ts';
import type { CutRows, RowFraming } from './read-rows.ts';

const LINE_FEED = 0x0a;

/** The rows of a file with one JSON value a line. JSON has no raw line break, so a broken line harms no other. */
export class JsonLinesFraming implements RowFraming {
  readonly problem = null;

  cut(window: Buffer): CutRows {
    const used = window.lastIndexOf(LINE_FEED) + 1;
    return { rows: parseLines(window.subarray(0, used)), used };
  }

  skip(window: Buffer): number {
    const end = window.indexOf(LINE_FEED);
    return end === -1 ? -1 : end + 1;
  }

  end(window: Buffer): unknown[] {
    return parseLines(window);
  }
}

function parseLines(bytes: Buffer): unknown[] {
  const lines = decodeText(bytes).split('\n');
  return lines.filter((line) => line.trim() !== '').map(parseJson);
}
