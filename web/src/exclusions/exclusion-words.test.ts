import { expect, test } from 'vitest';
import { excludedPlays, exclusionEffect } from './exclusion-words.ts';

test('what will be left out is told before, with how many plays that are', () => {
  expect(exclusionEffect('track', 1)).toContain(' 1 of your plays will no longer be in any figure.');
  expect(exclusionEffect('artist', 1200)).toMatch(
    /^All tracks that name this artist .* 1,200 of your plays will/,
  );
  expect(exclusionEffect('playlist', 0)).toMatch(/^The tracks that are in it now .* 0 of your plays will/);
});

test('what is left out is told in plays', () => {
  expect(excludedPlays(1200)).toBe('1,200 plays not counted');
  expect(excludedPlays(1)).toBe('1 play not counted');
  expect(excludedPlays(0)).toBe('no play so far');
});
