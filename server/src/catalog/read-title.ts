import { foldText } from './fold-text.ts';
import { readNote } from './title-notes.ts';

/** A title taken apart. */
export interface ReadTitle {
  /** What names the recording, folded and without spaces: the title and the notes that tell versions apart. */
  readonly text: string;
  /** The same with its spaces. */
  readonly words: string;
  /** The guests that the title names, folded. */
  readonly guests: readonly string[];
  /** The cut that a note names, such as `single`; empty without one. */
  readonly cut: string;
  /** What a note says of it; null without one. */
  readonly explicit: boolean | null;
}

const BRACKETED = /[([【〔［（]([^()[\]【】〔〕［］（）]*)(?:[)\]】〕］）]|$)/gu;
const DASHES = /[‐‑‒–—―−﹘－]/g;
const NOTE = /\s+-+\s*(?=\S)/;
const YEAR_BEFORE_REMASTER = /\s-\s(\d{4})\s-\s(?=(?:digital(?:ly)?\s)?remaster)/i;
const GUESTS = /^(?:feat|ft|featuring|with|con|avec|mit|com)\b\.?\s+(.+)$|^w\/\s*(.+)$/i;
const BARE_GUESTS = /\s(?:feat|ft|featuring)\b\.?\s+([^\ue000]+)/i;
const SOUNDTRACK = /^(?:music\s+)?from\s+(?:the\s+.*)?["“”„«]/i;
const SEPARATORS = /[/;,|]/;
const PEOPLE = /\s*(?:,|;|&|\+|\/|\s(?:and|und|et|y|e|x|vs\.?)\s)\s*/i;
const PART = /(?<=(?:^| )(?:part|parts|vol|no) )(?:i{1,3}|iv|v|vi{1,3}|ix|x)(?= |$)/g;
const ROMAN = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x'];

/** Takes a title, or the name of an album, apart. */
export function readTitle(title: string): ReadTitle {
  const guests: string[] = [];
  let cut = '';
  let explicit: boolean | null = null;
  const isGuests = (note: string) => {
    const [, spelled, short] = GUESTS.exec(note.trim()) ?? [];
    const named = spelled ?? short;
    if (named !== undefined) guests.push(...splitPeople(named));
    return named !== undefined;
  };
  /** What of a note tells recordings apart. */
  const keep = (note: string): string => {
    if (isGuests(note) || SOUNDTRACK.test(note.trim())) return '';
    const read = note.split(SEPARATORS).map((piece) => readNote(foldText(piece)));
    for (const piece of read) {
      if (piece.kind === 'cut') cut = piece.cut;
      if (piece.kind === 'explicit') explicit = piece.explicit;
    }
    return read.flatMap((piece) => (piece.kind === 'version' ? [piece.words] : [])).join(' ');
  };
  const plain = title.replace(DASHES, '-').replace(YEAR_BEFORE_REMASTER, ' - $1 ');
  const [base = '', ...notes] = withoutBrackets(plain, keep).split(NOTE);
  guests.push(...splitPeople(BARE_GUESTS.exec(base)?.[1] ?? ''));
  const kept = [base.replace(BARE_GUESTS, ' '), ...notes.map(keep)];
  const words = foldText(kept.join(' ')) || foldText(title) || title.trim();
  return { text: squeeze(words), words, guests, cut, explicit };
}

/** Names of people, each folded: "A, B & C" are three, in whatever way a release credits them. */
export function splitPeople(names: string): string[] {
  return names
    .split(PEOPLE)
    .map((name) => foldText(name).replace(/^the /, ''))
    .filter((name) => name !== '');
}

/** Lets each bracket say what it keeps; U+E000, which is no character, stands before what was kept, so that no list of guests runs on into it. */
function withoutBrackets(title: string, keep: (note: string) => string): string {
  let text = title;
  for (;;) {
    const next = text.replace(BRACKETED, (_, note: string) => {
      const kept = keep(note);
      return kept === '' ? ' ' : ` \ue000${kept} `;
    });
    if (next === text) return text;
    text = next;
  }
}

/** Spaces tell nothing apart but numbers: "Up-Tight" is "Uptight". */
function squeeze(words: string): string {
  return words
    .replace(/(?<=^| )pt(?=s? )/g, 'part')
    .replace(PART, (numeral) => String(ROMAN.indexOf(numeral)))
    .replace(/(?<!\d) | (?!\d)/g, '');
}
