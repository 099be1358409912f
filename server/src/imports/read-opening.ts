import { isSpace } from './read-json.ts';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** What files begin with that have to be unpacked first, and where: gzip, bzip2, xz, zstd, 7z, RAR, ZIP and tar. */
const PACKED: [signature: string, at?: number][] = [
  ['1f8b'],
  ['425a68'],
  ['fd377a585a'],
  ['28b52ffd'],
  ['377abcaf271c'],
  ['526172211a07'],
  ['504b0304'],
  ['7573746172', 257],
];

/** How the rows of a file stand in it, told from its beginning. */
export interface Opening {
  framing: 'json-array' | 'json-lines' | 'csv' | 'packed';
  /** Where the first row begins in the piece that showed it. */
  at: number;
}

/** Passes over what may stand before the first row. */
export class OpeningReader {
  private markBytes = 0;

  /** Null while nothing but white space has come. */
  read(chunk: Buffer): Opening | null {
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === BYTE_ORDER_MARK[this.markBytes]) this.markBytes += 1;
      else if (!isSpace(byte)) return { framing: framingOf(chunk.subarray(at)), at };
    }
    return null;
  }
}

function framingOf(bytes: Buffer): Opening['framing'] {
  if (
    PACKED.some(([signature, at = 0]) => bytes.toString('hex', at, at + signature.length / 2) === signature)
  )
    return 'packed';
  if (bytes[0] === 0x5b) return 'json-array';
  return bytes[0] === 0x7b ? 'json-lines' : 'csv';
}
