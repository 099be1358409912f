import { expect, test } from 'vitest';
import { consentWords } from './consent-words.ts';

const end = '2026-05-01T12:00:00.000Z';
const words = (now: string) => consentWords(end, 'UTC', Date.parse(now));

test('a consent counts its last 30 days down', () => {
  expect(words('2026-03-01T00:00:00Z')).toContain('asks for it again');
  expect(words('2026-04-01T12:00:01Z')).toContain('ends in 30 days');
  expect(words('2026-04-30T13:00:00Z')).toContain('ends in 1 day,');
  expect(words('2026-05-01T12:00:00Z')).toContain('ended');
});
