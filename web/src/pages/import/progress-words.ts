import type { Import } from '@analytics/contract/import';
import { isBeingUndone } from '../../api/imports.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatCount, formatNumber } from '../../format/number.ts';

/** What the server does with an upload at the moment. */
export function stageWords(upload: Import): string {
  const { state, progress } = upload;
  if (isBeingUndone(upload)) return 'Taking the import back';
  if (state === 'uploaded') return 'Waiting for its turn';
  if (state === 'importing') return progress === null ? 'About to import' : 'Adding plays to your history';
  if (progress === null) return 'Opening the files';
  const isRead = progress.stage !== 'reading' || (progress.total > 0 && progress.done >= progress.total);
  return isRead ? 'Comparing the rows with your history' : 'Reading the files';
}

/** The part of the stage that is done, 0 to 1; undefined while nobody knows. */
export function stagePart({ progress }: Import): number | undefined {
  if (progress === null) return undefined;
  const { done, total } = progress;
  // A stage that takes effect as a whole says nothing before its end, and the end of one is not the end of all.
  return done > 0 && done < total ? done / total : undefined;
}

/** How much of the stage is done, in words; empty while nobody knows. */
export function stageAmount(upload: Import): string {
  const { progress } = upload;
  if (progress === null || progress.total === 0) return '';
  const { stage, done, total } = progress;
  if (stage === 'reading') return `${formatBytes(done)} of ${formatBytes(total)}`;
  return stagePart(upload) === undefined ? '' : `${formatNumber(done)} of ${formatCount(total, 'row')}`;
}
