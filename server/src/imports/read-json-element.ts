const LINE_FEED = 0x0a;
const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;

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

/** Finds byte by byte where elements of a JSON array end, be they sound or not. */
export class ElementScanner {
  private depth = 0;
  private isInString = false;
  private isEscaped = false;

  /** Says that the next bytes are the beginning of an element. */
  restart(): void {
    this.depth = 0;
    this.isInString = false;
    this.isEscaped = false;
  }

  /** Where the comma or bracket stands that ends the current element; the length of the bytes if further on. */
  findEnd(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length) {
      if (this.isInString) {
        at = this.leaveString(bytes, at);
        continue;
      }
      while (at < bytes.length && ROLES[bytes[at] ?? 0] === PLAIN) at += 1;
      if (at === bytes.length) break;
      const role = ROLES[bytes[at] ?? 0];
      if (role === QUOTE) this.isInString = true;
      else if (role === OPENER) this.depth += 1;
      else if (this.depth === 0 && role !== CLOSER) break;
      else if (this.depth > 0 && role !== COMMA) this.depth -= 1;
      at += 1;
    }
    return at;
  }

  private leaveString(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === BACKSLASH) this.isEscaped = true;
      else if (byte === DOUBLE_QUOTE || byte === LINE_FEED) {
        // JSON has no raw line break in a string: a missing quote harms its own line only.
        this.isInString = false;
        return at + 1;
      }
    }
    return bytes.length;
  }
}
