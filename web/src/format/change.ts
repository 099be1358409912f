import { formatDecimal, formatPercent } from './number.ts';

/**
 * How much more or less something is than it was: `12% more`, `8% fewer`, `3.4 times as many`, `as many as before`. Undefined
 * when there was nothing before. `words` are those for what is counted or for what is measured.
 */
export function formatChange(now: number, before: number, words: 'many' | 'much'): string | undefined {
  if (before === 0) return undefined;
  const ratio = now / before;
  if (ratio >= 3) return `${formatDecimal(ratio)} times as ${words}`;
  const percent = Math.round((ratio - 1) * 100);
  if (percent === 0) return `as ${words} as before`;
  const less = words === 'many' ? 'fewer' : 'less';
  return `${formatPercent(Math.abs(percent) / 100)} ${percent > 0 ? 'more' : less}`;
}
