import type { JudgedTrack } from './judged-track.ts';

/** Lengths of one recording differ by no more than this, by silence at the ends. */
const LENGTH_TOLERANCE_MS = 3_000;

/**
 * Whether two tracks are the same recording, and what says so: `isrc`, their `title` (with artists and length), or their
 * `names` alone (title, artist and album of a track whose length is not known). `unsure`: nothing says so, and nothing
 * against it. The others are refusals: `other-length` says no more than that titles alone do not make one recording of them.
 */
export type Verdict = 'isrc' | 'title' | 'names' | 'unsure' | 'other-length' | 'other-recording';

/** Judges two tracks; the order makes no difference. */
export function judge(a: JudgedTrack, b: JudgedTrack): Verdict {
  if (haveOtherMainArtist(a, b)) return 'other-recording';
  const lengths = compareLengths(a, b);
  if (a.isrc !== null && a.isrc === b.isrc) {
    // Labels give one ISRC to two recordings by mistake: something else has to agree.
    return a.text === b.text || lengths === 'same' ? 'isrc' : 'unsure';
  }
  if (a.text !== b.text) return 'other-recording';
  if (a.explicit !== null && b.explicit !== null && a.explicit !== b.explicit) return 'other-recording';
  if (haveOtherPeople(a, b)) return 'other-recording';
  const isSameAlbum = a.albumText !== '' && a.albumText === b.albumText;
  if (a.kinds !== b.kinds && a.albumText !== '' && b.albumText !== '') return 'other-recording';
  if (lengths === 'other') return 'other-length';
  if (a.mainArtist === '' || b.mainArtist === '') return 'unsure';
  if (lengths === 'same') return a.isCommonTitle && !isSameAlbum ? 'unsure' : 'title';
  return isToldByNames(a, b, isSameAlbum) ? 'names' : 'unsure';
}

/** Whether the two can only be one recording if a hand-made choice says so. */
export const isRefusal = (verdict: Verdict): boolean =>
  verdict === 'other-recording' || verdict === 'other-length';

function haveOtherMainArtist(a: JudgedTrack, b: JudgedTrack): boolean {
  const [first, second] = [a.artists[0], b.artists[0]];
  if (!first || !second || first.id === second.id) return false;
  if (first.spotifyId !== null && second.spotifyId !== null) return true;
  return a.mainArtist !== b.mainArtist;
}

/** Only Spotify credits everyone; of a track that an export tells of, the guests in its title are all that is known. */
function haveOtherPeople(a: JudgedTrack, b: JudgedTrack): boolean {
  if (a.isDescribed && b.isDescribed) return !isWithin(a.people, b.people) || !isWithin(b.people, a.people);
  if (a.isDescribed) return !isWithin(b.guests, a.people);
  if (b.isDescribed) return !isWithin(a.guests, b.people);
  return a.guests.length > 0 && b.guests.length > 0 && !isWithin(a.guests, b.people);
}

function isWithin(some: Iterable<string>, all: ReadonlySet<string>): boolean {
  for (const one of some) if (!all.has(one)) return false;
  return true;
}

function compareLengths(a: JudgedTrack, b: JudgedTrack): 'same' | 'other' | 'unknown' {
  if (a.durationMs === null || b.durationMs === null) return 'unknown';
  return Math.abs(a.durationMs - b.durationMs) <= LENGTH_TOLERANCE_MS ? 'same' : 'other';
}

/**
 * Names alone will do where both tell the same album, or where one of them is no more than a name and is spelled alike; not for
 * titles that many recordings bear, nor for cuts that only their length tells apart.
 */
function isToldByNames(a: JudgedTrack, b: JudgedTrack, isSameAlbum: boolean): boolean {
  if (a.isCommonTitle || a.isWork || a.cut !== b.cut) return false;
  if (a.album !== null && b.album !== null) return isSameAlbum;
  return a.name.toLowerCase() === b.name.toLowerCase();
}
