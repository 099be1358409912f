const LATIN_MARKS = /[\u0300-\u036f]/g;
const GUESTS = /\s*[([](?:feat\.?|ft\.?|featuring|with)\s[^)\]]*[)\]]|\s+(?:feat\.?|ft\.?|featuring)\s.*$/giu;
const EDITION =
  /\s*(?:-\s+|[([])(?:\d{4}\s+)?(?:(?:digital(?:ly)?\s+)?remaster(?:ed)?|album version|single version|explicit|bonus track)(?:\s+(?:version\s*)?\d{0,4})?(?:\s+version)?[)\]]?\s*$/iu;
const NOT_WORD = /[^\p{L}\p{N}\p{M}]+/gu;
const SPACE = /\s+/g;
const PLAIN = /^[a-z0-9]+(?: [a-z0-9]+)*$/;

/**
 * Brings the spellings of one name together: case, Latin accents, punctuation, guests in brackets and notes on
 * the edition (remaster, explicit) go; versions that are another recording (live, acoustic, remix) stay.
 * A name of punctuation alone is kept as it is, so that "???" and "!!!" differ.
 */
export function normaliseName(name: string): string {
  const lower = name.toLowerCase().replace(SPACE, ' ');
  if (PLAIN.test(lower)) return lower;
  const bare = lower.replace(GUESTS, '').replace(EDITION, '') || lower;
  const words = bare
    .normalize('NFKD')
    .replace(LATIN_MARKS, '')
    .normalize('NFC')
    .replace(/&/g, ' and ')
    .replace(/['’]/g, '')
    .replace(NOT_WORD, ' ')
    .trim();
  return words || lower.trim();
}
