import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { loadConfig, SETTINGS } from './config.ts';

const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const [, ...paragraphs] = text.trim().split('\n\n');
const entries = paragraphs.map((paragraph) => {
  const [description = '', assignment = ''] = paragraph.split('\n').map((line) => line.replace(/^# /, ''));
  return { description, name: assignment.split('=')[0] ?? '', assignment };
});

test('names every setting with its meaning, in the same order, and no other', () => {
  expect(entries.map(({ name, description }) => [name, description])).toEqual(Object.entries(SETTINGS));
});

test('sets nothing as it is', () => {
  expect(parseEnv(text)).toEqual({});
});

test('shows the defaults', () => {
  const env = parseEnv(entries.map(({ assignment }) => assignment).join('\n'));
  expect(loadConfig(env)).toEqual(loadConfig({}));
});
