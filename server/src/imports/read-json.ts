import { isAscii, transcode } from 'node:buffer';
import { UnreadableRow } from './read-rows.ts';

/** What JSON text says, or that it says nothing. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return new UnreadableRow('it is not valid JSON');
  }
}

/** UTF-8 as text; what is not valid becomes U+FFFD. Twice as fast as `toString` where it is not all ASCII. */
export function decodeText(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  try {
    return transcode(bytes, 'utf8', 'utf16le').toString('utf16le');
  } catch {
    return bytes.toString();
  }
}

/** Whether a byte is white space to JSON. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
