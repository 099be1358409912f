import type { ListenerReport } from '@analytics/contract/status';
import { formatPercent } from '../../format/number.ts';

/** How far an import is, without a word about what is in it. */
export function importWords({ state, progress }: ListenerReport['imports'][number]): string {
  if (state === 'failed') return 'An import has failed';
  if (progress === null) return 'An import waits for its turn';
  const { stage, done, total } = progress;
  return `Import: ${stage}${total > 1 ? `, ${formatPercent(done / total)}` : ''}`;
}
