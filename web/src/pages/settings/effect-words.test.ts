import { expect, test } from 'vitest';
import { effectWords } from './effect-words.ts';

test('the effect of a rule is told in plays, before and after', () => {
  expect(effectWords(1200, 1000)).toBe(
    '1,000 plays would count instead of 1,200: 200 fewer. All figures follow.',
  );
  expect(effectWords(0, 1)).toBe('1 play would count instead of 0: 1 more. All figures follow.');
  expect(effectWords(7, 7)).toBe('As many plays would count as now: 7.');
  expect(effectWords(undefined, 7)).toBeUndefined();
});
