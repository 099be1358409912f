import { createHash, randomBytes } from 'node:crypto';

/** 256 bits that nobody guesses, in letters that may stand in cookies, headers and addresses. */
export const makeToken = (): string => randomBytes(32).toString('base64url');

/** Only this is stored: whoever reads the database cannot take a token over. It needs no salt, as tokens are random. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
