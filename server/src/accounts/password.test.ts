import { scryptSync } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

test('the right password fits its hash, and only that', async () => {
  const hash = await hashPassword('correct horse');
  expect(await verifyPassword('correct horse', hash)).toBe(true);
  for (const wrong of ['correct hors', 'correct horse ', 'Correct horse', '']) {
    expect(await verifyPassword(wrong, hash)).toBe(false);
  }
});

test('the same password is hashed differently each time, with its cost named', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
  expect(one).not.toBe(two);
  expect(one).toMatch(/^scrypt\$32768\$8\$3\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/);
  expect(one).not.toContain('correct');
});

test('a hash of another cost still fits', async () => {
  const cheap = 'scrypt$1024$8$1$c2FsdHNhbHRzYWx0c2FsdA==$';
  const key = scryptSync('correct horse', Buffer.from('saltsaltsaltsalt'), 32, { N: 1024, r: 8, p: 1 });
  expect(await verifyPassword('correct horse', cheap + key.toString('base64'))).toBe(true);
});

test('letters typed on different keyboards are the same letters', async () => {
  const composed = 'caf\u00e9 long';
  const decomposed = 'cafe\u0301 long';
  expect(await verifyPassword(decomposed, await hashPassword(composed))).toBe(true);
});

test('what is no hash fits nothing', async () => {
  for (const hash of ['', 'plain', 'bcrypt$1$2$3$4$5', 'scrypt$1024']) {
    expect(await verifyPassword('plain', hash)).toBe(false);
  }
});

test('so many at once that the last would wait long are refused, and later ones are not', async () => {
  const cheap = `scrypt$16$8$1$c2FsdA==$${'A'.repeat(43)}=`;
  // All are asked for before any can end: one core is left to others, and 200 wait.
  const atOnce = Math.max(1, availableParallelism() - 1);
  const checks = Array.from({ length: atOnce + 200 + 50 }, () => verifyPassword('a guess', cheap));
  const outcomes = await Promise.allSettled(checks);
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(50);
  expect(refused[0]).toMatchObject({ reason: { code: 'too-many-requests' } });
  expect(await verifyPassword('a guess', cheap)).toBe(false);
});
