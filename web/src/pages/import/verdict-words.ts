import type { ImportStatistics, ImportVerdict } from '@analytics/contract/import';

interface VerdictWords {
  verdict: ImportVerdict;
  count: Exclude<keyof ImportStatistics, 'byYear' | 'files' | 'firstPlayedAt' | 'lastPlayedAt'>;
  name: string;
  explanation: string;
}

/** Every reason for which a row stays out, in the words of the page. */
export const verdictWords: readonly VerdictWords[] = [
  {
    verdict: 'exact-duplicate',
    count: 'exactDuplicates',
    name: 'Already in your history',
    explanation: 'the same track, ended in the same second as a play that you have',
  },
  {
    verdict: 'window-duplicate',
    count: 'windowDuplicates',
    name: 'Already there, minutes apart',
    explanation: 'the same track, within minutes of a play whose time was known less exactly',
  },
  {
    verdict: 'sequence-duplicate',
    count: 'sequenceDuplicates',
    name: 'Already there under another id',
    explanation: 'the same title between the same plays; Spotify changes the ids of tracks now and then',
  },
  {
    verdict: 'repeated-in-file',
    count: 'repeatedInFile',
    name: 'Twice in the export',
    explanation: 'the same row stands in it more than once',
  },
  {
    verdict: 'incognito',
    count: 'incognito',
    name: 'Private sessions',
    explanation: 'played in a private session, so they stay private here too',
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
    explanation: 'the row is damaged, or says what cannot be, such as a date to come',
  },
];

/** The name of a verdict. */
export const verdictName = (verdict: ImportVerdict): string =>
  verdictWords.find((words) => words.verdict === verdict)?.name ?? verdict;
