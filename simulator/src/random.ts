const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Mixes numbers and texts into one unsigned 32-bit number, so that a part of the world has a seed of its own. */
export function seedOf(...parts: (number | string)[]): number {
  let mixed = 0x811c9dc5;
  for (const part of parts) {
    const text = typeof part === 'number' ? undefined : part;
    if (text === undefined) {
      const number = part as number;
      mixed = scramble(mixed ^ (number | 0));
      mixed = scramble(mixed ^ Math.trunc(number / 4_294_967_296));
    } else {
      for (let position = 0; position < text.length; position += 1) {
        mixed = Math.imul(mixed ^ text.charCodeAt(position), 0x01000193);
      }
      mixed = scramble(mixed);
    }
  }
  return mixed >>> 0;
}

function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A small, fast, seeded source of chance (mulberry32): equal seeds give equal worlds. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 (included) to 1 (excluded). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` (included) to `high` (excluded). */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.between(0, choices.length)] as T;
  }

  /** A rank from 0 to `count - 1` by the law of Zipf and Mandelbrot; a larger shift levels the top ranks. */
  zipf(count: number, shift = 1): number {
    return zipfRank(this.next(), count, shift);
  }

  /** Letters and digits as in a Spotify id (22 of them unless told). */
  id(length = 22): string {
    let id = '';
    for (let count = 0; count < length; count += 1) id += BASE62.charAt(this.between(0, 62));
    return id;
  }
}

/** The Zipf–Mandelbrot rank that a share of 0 to 1 falls on. */
export function zipfRank(share: number, count: number, shift: number): number {
  const rank = shift * Math.exp(share * Math.log((count + shift) / shift)) - shift;
  return Math.min(count - 1, Math.floor(rank));
}
