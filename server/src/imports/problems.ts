import type { FileProblem } from './read-source.ts';

const WORDS: Record<FileProblem | 'account-data', string> = {
  damaged: 'The file is damaged; what could be read of it was taken.',
  encrypted: 'The file is encrypted with a password and cannot be read.',
  'unsupported-compression': 'The file is packed in a way that cannot be read; pack it as an ordinary ZIP.',
  'too-large': 'The file is larger than an export can be.',
  'too-compressed': 'The file unpacks to far more than an export can; it was not read.',
  'too-many-entries': 'The archive holds more files than an export can.',
  'too-many-rows': 'The upload holds more rows than an export can; the rest was not read.',
  'not-json': 'The file looks like a streaming history by its name but is not JSON.',
  truncated: 'The file ends in the middle; what stands before was taken.',
  'trailing-text': 'Text follows after the end of the list; it was passed over.',
  'account-data':
    'This is the account data, with about a year of plays and no track ids. It is not taken in yet; ask Spotify for the Extended streaming history.',
};

/** A problem of a file in words for the listener. */
export const describeProblem = (problem: FileProblem | 'account-data'): string => WORDS[problem];
