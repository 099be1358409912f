import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig, SETTINGS } from '../server/src/config.ts';

const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const rows = [
  ...text.matchAll(/^\| `(?<name>[A-Z_]+)` \| (?:`(?<value>[^`]+)` )?\| (?<meaning>.+) \|$/gm),
].map(({ groups }) => ({
  name: groups?.['name'] ?? '',
  value: groups?.['value'],
  meaning: groups?.['meaning'],
}));

test('the table of settings names each with its meaning, and no other', () => {
  expect(rows.map(({ name, meaning }) => [name, meaning])).toEqual(Object.entries(SETTINGS));
});

test('the table of settings shows the defaults', () => {
  expect(loadConfig(Object.fromEntries(rows.map(({ name, value }) => [name, value])))).toEqual(
    loadConfig({}),
  );
  expect(rows.filter(({ value }) => value === undefined).map(({ name }) => name)).toEqual([
    'DATABASE_URL',
    'SECRET_KEY',
    'SECRET_KEY_PREVIOUS',
    'SPOTIFY_CLIENT_ID',
    'SPOTIFY_CLIENT_SECRET',
    'ADMINS',
    'ALLOWED_HOSTS',
    'METRICS_TOKEN',
  ]);
});
