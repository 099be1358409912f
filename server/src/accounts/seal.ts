import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what must not lie readable in the database: tokens and the app's secret. */
export interface Seal {
  seal(text: string): Buffer;
  /** The text, or undefined when the envelope was sealed with neither key of ours or was altered. */
  open(envelope: Buffer): string | undefined;
  /** How every envelope begins that the former key has sealed; undefined when there is no former key. */
  readonly formerMark: Buffer | undefined;
}

/**
 * AES-256-GCM under a key derived from `SECRET_KEY`. The envelope is mark (version, key id), nonce, tag, ciphertext: the id tells
 * which key made it. What `SECRET_KEY_PREVIOUS` has sealed is opened too.
 */
export function createSeal(secretKey: string, formerSecretKey?: string): Seal {
  const current = deriveKey(secretKey);
  const former =
    formerSecretKey === undefined || formerSecretKey === secretKey ? undefined : deriveKey(formerSecretKey);
  return {
    formerMark: former?.mark,
    seal(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce);
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([current.mark, nonce, cipher.getAuthTag(), ciphertext]);
    },
    open(envelope) {
      const mark = envelope.subarray(0, 1 + KEY_ID_BYTES);
      const key = [current, former].find((candidate) => candidate?.mark.equals(mark))?.key;
      return key && decrypt(key, envelope.subarray(mark.length));
    },
  };
}

function deriveKey(secretKey: string) {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'analytics-for-spotify/token-seal', 32));
  const keyId = createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES);
  return { key, mark: Buffer.concat([Buffer.from([VERSION]), keyId]) };
}

function decrypt(key: Buffer, sealed: Buffer): string | undefined {
  const textAt = NONCE_BYTES + TAG_BYTES;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, textAt));
    return Buffer.concat([decipher.update(sealed.subarray(textAt)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
