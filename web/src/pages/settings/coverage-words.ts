import type { CoverageOfDay, CoveredDay } from '../../calendar/coverage-days.ts';
import { formatCount } from '../../format/number.ts';

export const coverageKinds = ['monitored', 'imported', 'gap', 'open'] as const;

export const coverageNames: Record<CoverageOfDay, string> = {
  monitored: 'Monitored',
  imported: 'Imported',
  gap: 'Plays may be missing',
  open: 'Nothing known yet',
};

/** How many days are known, and how many are not. */
export function coverageSummary(days: readonly CoveredDay[]): string {
  const count = (...kinds: CoverageOfDay[]): number =>
    days.filter(({ coverage }) => kinds.includes(coverage)).length;
  const known = `${formatCount(count('monitored', 'imported'), 'day')} complete`;
  const gaps = count('gap');
  return gaps === 0 ? `${known}.` : `${known}, ${formatCount(gaps, 'day')} with plays that may be missing.`;
}
