import { formatCount, formatNumber } from '../../format/number.ts';

/** What another counting rule does to the figures; undefined while nobody knows. */
export function effectWords(now: number | undefined, then: number | undefined): string | undefined {
  if (now === undefined || then === undefined) return undefined;
  if (now === then) return `As many plays would count as now: ${formatNumber(now)}.`;
  const difference = `${formatNumber(Math.abs(then - now))} ${then > now ? 'more' : 'fewer'}`;
  return `${formatCount(then, 'play')} would count instead of ${formatNumber(now)}: ${difference}. All figures follow.`;
}
