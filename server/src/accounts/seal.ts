import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what must not lie readable in the database: tokens and the app's secret. */
export interface Seal {
  seal(text: string): Buffer;
  /** The text, or undefined when the envelope was sealed with another `SECRET_KEY` or was altered. */
  open(envelope: Buffer): string | undefined;
}

/**
 * AES-256-GCM under a key derived from `SECRET_KEY`. The envelope is version, key id, nonce, tag, ciphertext: the id
 * tells which key made it, so that keys can be changed one day.
 */
export function createSeal(secretKey: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'analytics-for-spotify/token-seal', 32));
  const keyId = createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES);
  return {
    seal(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([VERSION]), keyId, nonce, cipher.getAuthTag(), ciphertext]);
    },
    open(envelope) {
      const nonceAt = 1 + KEY_ID_BYTES;
      const tagAt = nonceAt + NONCE_BYTES;
      const textAt = tagAt + TAG_BYTES;
      if (envelope[0] !== VERSION || !envelope.subarray(1, nonceAt).equals(keyId)) {
        return undefined;
      }
      const decipher = createDecipheriv('aes-256-gcm', key, envelope.subarray(nonceAt, tagAt));
      decipher.setAuthTag(envelope.subarray(tagAt, textAt));
      try {
        return Buffer.concat([decipher.update(envelope.subarray(textAt)), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
