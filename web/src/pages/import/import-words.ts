import type { Import, ImportState, ImportStatistics } from '@analytics/contract/import';
import { isBeingUndone } from '../../api/imports.ts';
import { formatCount } from '../../format/number.ts';

/** The files of an upload in a few words. */
export function fileWords(fileNames: readonly string[]): string {
  const [first = 'no file', ...others] = fileNames;
  return others.length === 0 ? first : `${first} and ${formatCount(others.length, 'more file')}`;
}

const titles: Record<ImportState, string> = {
  uploaded: 'Waits for its turn',
  analysing: 'Looking through your export',
  analysed: 'What is in your export',
  importing: 'Importing',
  imported: 'Imported',
  failed: 'This did not work',
  cancelled: 'Cancelled',
  undone: 'Undone',
};

/** The state of an upload as a heading. */
export function importTitle(upload: Import): string {
  if (isBeingUndone(upload)) return 'Undoing';
  if (upload.state === 'imported' && upload.statistics?.toImport === 0) return 'Your history is up to date';
  return titles[upload.state];
}

const outcomes: Record<ImportState, string> = {
  uploaded: 'Waits for its turn',
  analysing: 'Is being looked through',
  analysed: 'Waits for your decision',
  importing: 'Is being imported',
  imported: 'Imported',
  failed: 'Failed: nothing was imported',
  cancelled: 'Cancelled: nothing was imported',
  undone: 'Undone: your history is as if it had never been imported',
};

/** What became of an upload, in one sentence. */
export function importOutcome(upload: Import): string {
  const { state, statistics } = upload;
  if (isBeingUndone(upload)) return 'Is being undone';
  if (state !== 'imported' || statistics === null) return outcomes[state];
  const { toImport } = statistics;
  const left = leftOut(statistics);
  const added = toImport === 0 ? 'Nothing new' : `${formatCount(toImport, 'play')} added`;
  return left === 0 ? added : `${added}, ${formatCount(left, 'row')} left out`;
}

/** How many rows of an upload do not become plays. */
export const leftOut = ({ totalRows, toImport }: ImportStatistics): number => totalRows - toImport;

/** How many rows of an upload are plays that the history has already. */
export const duplicates = (statistics: ImportStatistics): number =>
  statistics.exactDuplicates + statistics.windowDuplicates + statistics.sequenceDuplicates;

/** The years of the counted plays that an upload brings: `2024`, `from 2018 to 2026`; empty when there are none. */
export function yearWords({ byYear }: ImportStatistics): string {
  const years = Object.keys(byYear).toSorted();
  const [first = '', last = ''] = [years[0], years.at(-1)];
  if (first === '') return '';
  return first === last ? ` from ${first}` : ` from ${first} to ${last}`;
}

/** What to do about an upload that failed. */
export function failureAdvice({ statistics }: Import): string {
  if (statistics === null) {
    return 'Add the same files again. If that fails too, the person who runs this instance finds the reason in the log of the server.';
  }
  const { totalRows, incognito, podcasts, withoutTrack, malformed } = statistics;
  if (totalRows === 0) return 'Below you can read which file it takes and how to get it from Spotify.';
  if (totalRows > incognito + podcasts + withoutTrack + malformed) {
    return 'Your history is as it was before. Add the same files again. If that fails too, the person who runs this instance finds the reason in the log of the server.';
  }
  return 'The receipt says for each row why. If you expected plays of music in it, check whether all files of the export were added.';
}
