import { scryptSync } from 'node:crypto';
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
