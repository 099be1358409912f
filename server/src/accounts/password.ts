import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { DomainError } from '../errors.ts';

type Cost = { N: number; r: number; p: number; maxmem: number };
const derive = promisify<string, Buffer, number, Cost, Buffer>(scrypt);

/** 32 MiB and about a tenth of a second: OWASP's advice for scrypt, of the variants the one with the least memory. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** The hash names its own cost, so that it can be raised later without locking anyone out. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await deriveKey(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/** Compares in constant time. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = hash.split('$');
  if (scheme !== 'scrypt' || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64');
  const actual = await deriveKey(password, Buffer.from(salt, 'base64'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(actual, expected);
}

/** One core is left to everybody who does not sign in at the moment. */
const MOST_AT_ONCE = Math.max(1, availableParallelism() - 1);
const MOST_WAITING = 200;
let running = 0;
const waiting: (() => void)[] = [];

/** @throws DomainError `too-many-requests` when so many wait that this one would take too long */
async function deriveKey(
  password: string,
  salt: Buffer,
  cost: { N: number; r: number; p: number },
): Promise<Buffer> {
  if (running >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING) {
      throw new DomainError('too-many-requests', 'Too many people sign in at the moment. Try again shortly.');
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await derive(password.normalize('NFKC'), salt, KEY_BYTES, {
      ...cost,
      maxmem: 256 * cost.N * cost.r,
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
