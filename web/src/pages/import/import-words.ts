import type { Import, ImportStatistics, ImportVerdict } from '@analytics/contract/import';
import { isBeingUndone } from '../../api/imports.ts';
import { formatCount } from '../../format/number.ts';

/** The files of an upload in a few words. */
export function fileWords(fileNames: readonly string[]): string {
  const [first = 'no file', ...others] = fileNames;
  return others.length === 0 ? first : `${first} and ${formatCount(others.length, 'more file')}`;
}

/** What the server does with an upload at the moment. */
export function progressWords(upload: Import): string {
  const { state, progress } = upload;
  if (isBeingUndone(upload)) return 'Taking the import back';
  if (state === 'uploaded' || progress === null) return 'Waiting for its turn';
  if (state === 'importing') return 'Adding plays to your history';
  return 'Reading the files and comparing them with your history';
}

const outcomes: Record<Import['state'], string> = {
  uploaded: 'Waiting for the analysis',
  analysing: 'Being analysed',
  analysed: 'Waiting for your decision',
  importing: 'Being imported',
  imported: 'Imported',
  failed: 'Failed',
  cancelled: 'Cancelled or discarded: nothing was imported',
  undone: 'Undone: everything that it had added is gone again',
};

/** What became of an import, in one sentence. */
export function importOutcome({ state, statistics, error }: Import): string {
  if (state === 'imported' && statistics !== null)
    return `${formatCount(statistics.toImport, 'play')} imported`;
  if (state === 'failed' && error !== null) return `Failed: ${error}`;
  return outcomes[state];
}

interface VerdictWords {
  verdict: ImportVerdict;
  count: keyof ImportStatistics;
  name: string;
  explanation: string;
}

/** Every reason for which a row stays out, in the words of the page. */
export const verdictWords: readonly VerdictWords[] = [
  {
    verdict: 'exact-duplicate',
    count: 'exactDuplicates',
    name: 'Already in your history',
    explanation: 'the same track at the same second',
  },
  {
    verdict: 'window-duplicate',
    count: 'windowDuplicates',
    name: 'Already there, a little off',
    explanation: 'the same track within minutes of a play that was tracked live',
  },
  {
    verdict: 'sequence-duplicate',
    count: 'sequenceDuplicates',
    name: 'Already there, by their order',
    explanation: 'the same tracks in the same order as plays that were tracked live',
  },
  {
    verdict: 'repeated-in-file',
    count: 'repeatedInFile',
    name: 'Twice in the export',
    explanation: 'Spotify put the same row into it more than once',
  },
  {
    verdict: 'incognito',
    count: 'incognito',
    name: 'Private sessions',
    explanation: 'played while nobody should see it',
  },
  {
    verdict: 'podcast',
    count: 'podcasts',
    name: 'Podcasts and audiobooks',
    explanation: 'only music is kept here',
  },
  {
    verdict: 'without-track',
    count: 'withoutTrack',
    name: 'Without a track',
    explanation: 'the row does not say what was played',
  },
  {
    verdict: 'malformed',
    count: 'malformed',
    name: 'Unreadable',
    explanation: 'the row is not what it should be',
  },
];

/** The name of a verdict. */
export const verdictName = (verdict: ImportVerdict): string =>
  verdictWords.find((words) => words.verdict === verdict)?.name ?? verdict;
