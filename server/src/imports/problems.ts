import type { FileProblem } from './read-source.ts';

const WORDS: Record<FileProblem, string> = {
  damaged: 'The file is damaged; what could be read of it was taken.',
  encrypted: 'The file is encrypted with a password and cannot be read.',
  'unsupported-compression': 'The file is packed in a way that cannot be read; pack it as an ordinary ZIP.',
  'too-large': 'The file is larger than an export can be.',
  'too-compressed': 'The file unpacks to far more than an export can; it was not read.',
  'too-many-entries': 'The upload holds more files than an export can; the archive was not read.',
  'too-many-rows': 'The upload holds more rows than an export can; the rest was not read.',
  packed:
    'The file is packed in another way than ZIP, or inside a ZIP. Unpack it and upload what is in it, or the ZIP as Spotify sends it.',
  'not-json': 'The file is called JSON but is not.',
  unrecognised: 'By its name the file is a listening history, but not by its content; it was not read.',
  truncated: 'The file ends in the middle; what stands before was taken.',
  'trailing-text': 'Text follows after the end of the list; it was passed over.',
};

/** A problem of a file in words for the listener. */
export const describeProblem = (problem: FileProblem): string => WORDS[problem];
