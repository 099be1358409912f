/** Marks that come and go between spellings: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels. */
const MARKS = /[\u0300-\u036f]|[\u0591-\u05c7]|\u0640|[\u064b-\u0655]|\u0670/g;
/** Letters that Unicode does not take apart into a plain one and a mark. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');
const APOSTROPHES = /['’‘‚‛ʼ′`´]/g;
const NOT_WORD = /[^\p{L}\p{N}\p{M}]+/gu;
/** "And" in the languages that titles write it in or replace it with "&". */
const AND = /(?<= )(?:and|n|und|et|y|e|og|och|en)(?= )/g;

/** Brings spellings of one text together: width, case, accents, punctuation and the word "and" make no difference. */
export function foldText(text: string): string {
  const words = text
    .normalize('NFKC')
    .replace(APOSTROPHES, '')
    .toLowerCase()
    .replace(LETTER, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFKD')
    .replace(MARKS, '')
    .normalize('NFC')
    .replace(NOT_WORD, ' ')
    .trim();
  return words.replace(AND, '').replace(/ +/g, ' ');
}
