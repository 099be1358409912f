import { expect, test } from 'vitest';
import { normaliseName } from './normalise-name.ts';

test.each([
  ['Get Lucky (feat. Pharrell Williams & Nile Rodgers)', 'Get Lucky'],
  ['Get Lucky feat. Pharrell Williams', 'get lucky'],
  ['Heroes - 2017 Remaster', 'Heroes'],
  ['Heroes (Remastered 2017)', 'HEROES'],
  ['Heroes - Remastered', 'Heroes'],
  ['Señorita', 'Senorita'],
  ['Rock & Roll', 'Rock and Roll'],
  ['Don’t Stop', "Don't Stop"],
  ['Up-Tight', 'up tight'],
])('%s is %s', (one, other) => {
  expect(normaliseName(one)).toBe(normaliseName(other));
});

test.each([
  ['Heroes - Live', 'Heroes'],
  ['Heroes (Acoustic)', 'Heroes'],
  ['Hurt (Remix)', 'Hurt'],
  ['???', '!!!'],
  ['か', 'が'],
  ['(Feat. X)', ''],
  ['Remastered', ''],
])('%s is not %s', (one, other) => {
  expect(normaliseName(one)).not.toBe(normaliseName(other));
});

test('what is normalised stays as it is', () => {
  for (const name of ['Héroes (feat. Y) - 2011 Remaster', '÷', 'हिन्दी', 'ＦＵＬＬ width']) {
    expect(normaliseName(normaliseName(name))).toBe(normaliseName(name));
  }
});
