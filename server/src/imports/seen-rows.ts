const FIRST_SLOTS = 1 << 16;
const WORDS = 4;

/** Remembers of which rows there has been one already: 16 bytes and a little more for each, far less than a `Set` of texts. */
export class SeenRows {
  #slots = new Uint32Array(FIRST_SLOTS * WORDS);
  #count = 0;
  readonly #key = new Uint32Array(WORDS);

  /** Whether a row of this identity is the first one. */
  add(identity: string): boolean {
    digest(identity, this.#key);
    if (!this.#put(this.#key, 0)) return false;
    this.#count += 1;
    if (this.#count * WORDS * 2 > this.#slots.length) this.#grow();
    return true;
  }

  #put(keys: Uint32Array, from: number): boolean {
    const slots = this.#slots;
    const [a, b, c, d] = [keys[from] ?? 0, keys[from + 1] ?? 0, keys[from + 2] ?? 0, keys[from + 3] ?? 0];
    const end = slots.length;
    let at = ((a & (end / WORDS - 1)) * WORDS) >>> 0;
    for (;;) {
      if (slots[at] === 0) {
        slots[at] = a;
        slots[at + 1] = b;
        slots[at + 2] = c;
        slots[at + 3] = d;
        return true;
      }
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && slots[at + 3] === d) return false;
      at = at + WORDS === end ? 0 : at + WORDS;
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += WORDS) if (before[at] !== 0) this.#put(before, at);
  }
}

/**
 * 128 bits that differ for different texts, but for one chance in 10^26 in a million rows. Several times faster than the digests of
 * `node:crypto`; whoever made two texts collide on purpose would lose a row of their own.
 */
function digest(text: string, key: Uint32Array): void {
  let [a, b, c, d] = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995) + a;
    c = Math.imul(c ^ code, 0x1b873593) ^ (b >>> 15);
    d = Math.imul(d + code, 0x2c1b3c6d) ^ (c >>> 13);
  }
  // Zero marks a free slot.
  key[0] = mix(a ^ d) || 1;
  key[1] = mix(b + key[0]);
  key[2] = mix(c ^ key[1]);
  key[3] = mix(d + key[2]);
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
