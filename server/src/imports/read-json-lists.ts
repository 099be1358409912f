import { JsonArrayFraming } from './read-json-array.ts';
import type { CutRows, RowFraming } from './read-rows.ts';

const CLOSE_ARRAY = 0x5d;

/** What programs call the lists in which their plays stand, and where in a file the first of them begins at the latest. */
const LIST = /"(?:listens|scrobbles|track|items|list)"\s{0,4}:\s{0,4}\[/;
const BEGINS_WITHIN = 1_024;

/** A list's name may stand across the end of a window. */
const LONGEST_NAME = 24;

/**
 * The elements of the lists inside a file's objects: of one object with all plays, as Koito and Maloja write it, or of pages, in an
 * array or one a line. Any other file is left to the framing of `plain` rows.
 */
export class JsonListsFraming implements RowFraming {
  private readonly plain: RowFraming;
  private isPlain: boolean | null = null;
  /** The list that the window is in. */
  private list: JsonArrayFraming | null = null;

  constructor(plain: RowFraming) {
    this.plain = plain;
  }

  get problem() {
    return this.inner?.problem ?? null;
  }

  cut(window: Buffer): CutRows {
    this.isPlain ??= !LIST.test(window.toString('latin1', 0, BEGINS_WITHIN));
    if (this.list && window[0] === CLOSE_ARRAY) this.list = null;
    return this.inner?.cut(window) ?? { rows: [], used: this.passOver(window) };
  }

  skip(window: Buffer): number {
    return this.inner?.skip(window) ?? -1;
  }

  end(window: Buffer): unknown[] {
    return this.inner?.end(window) ?? [];
  }

  private get inner(): RowFraming | null {
    return this.isPlain ? this.plain : this.list;
  }

  /** How much of a window stands before the next list. */
  private passOver(window: Buffer): number {
    const name = LIST.exec(window.toString('latin1'));
    if (!name) return Math.max(window.length - LONGEST_NAME, 0);
    this.list = new JsonArrayFraming();
    return name.index + name[0].length - 1;
  }
}
