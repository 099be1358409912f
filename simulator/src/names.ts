import type { Random } from './random.ts';

const ONSETS = 'b br d dr f g h k l l m m n n p r r s s t t tr v v z'.split(' ');
const VOWELS = 'a a e e i i o o u ia eo'.split(' ');
const CODAS = ['', '', '', 'l', 'n', 'n', 'r', 's', 'th', 'sk'];

const ACCENTED_FIRST = [
  'Åsfrid',
  'Žofrana',
  'Łucjela',
  'Éloaine',
  'Ñandira',
  'Søldis',
  'Þórvíg',
  'Çağrel',
  'Jürgand',
];
const ACCENTED_LAST = [
  'Hällgrund',
  'Kovařík-Dům',
  "O'Shaughlan",
  'Sjöbrygg',
  'Montpréau',
  'Nguyễlan',
  'Ștefnescar',
];
const OTHER_SCRIPTS = [
  '霧の自販機',
  '밤고양이 우체국',
  'Северный Трамвай',
  'Ο Κήπος της Σκόνης',
  'قهوة الفجر البعيد',
  'הגשר הלבן של אלמה',
  'नीली पतंग मंडली',
  '午夜气象站',
  'ვარდისფერი ქვა',
];

const ADJECTIVES = (
  'Amber Borrowed Broken Copper Crooked Distant Electric Faint Foreign Golden Half-Lit Hollow Idle Inland Last Lucid ' +
  'Narrow Neon Northern Paper Quiet Restless Salted Second Silver Slow Sunken Tender Velvet Weightless'
).split(' ');
const NOUNS = (
  'Airport Attic Balcony Bonfire Candle Causeway Compass Delta Engine Ferry Garden Harbour Headlight Island Junction ' +
  'Kettle Lantern Ledger Marigold Meridian Mirror Orchard Pendulum Quarry River Satellite Signal Staircase Thunder Tide'
).split(' ');
const VERBS = ['Carry', 'Count', 'Drown', 'Follow', 'Forget', 'Hold', 'Leave', 'Paint', 'Rewind', 'Wait For'];
const OTHER_TITLES = [
  '雨音のあとで',
  '새벽 두 시의 편지',
  'Ночной экспресс',
  'Φεγγάρι από χαρτί',
  'ليل بلا نهاية',
  'ירח של נייר',
  'आधी रात की रेल',
  '慢船',
  'Größenwahn & Übermut',
  'Ça ira (déjà vu)',
  "L'été d'après",
  'Año de niños',
  'Þokan',
  '🌵🌙',
  'love you 4ever 💔',
  '“Quoted”',
  'Say "When"',
  'a/b\\c',
  '<3',
  '?',
  'Untitled #7 (100%)',
];
const SUFFIXES = [
  ' - Remastered 2011',
  ' - Live',
  ' - Radio Edit',
  ' (Acoustic)',
  ' - 2019 Mix',
  ' (Interlude)',
];

function inventedWord(random: Random): string {
  let word = '';
  const syllables = random.between(2, 4);
  for (let count = 0; count < syllables; count += 1) word += random.pick(ONSETS) + random.pick(VOWELS);
  word += random.pick(CODAS);
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function plural(noun: string): string {
  return noun.endsWith('y') && !noun.endsWith('ey') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** An invented artist name; some carry accents, quotes, emoji or another script. */
export function artistName(random: Random): string {
  const style = random.next();
  if (style < 0.05) return random.pick(OTHER_SCRIPTS);
  if (style < 0.17) return `${random.pick(ACCENTED_FIRST)} ${random.pick(ACCENTED_LAST)}`;
  if (style < 0.2) return `MC "${inventedWord(random)}" ${inventedWord(random)}`;
  if (style < 0.22) return `${inventedWord(random)} 🦊`;
  if (style < 0.35) return `The ${inventedWord(random)} ${plural(random.pick(NOUNS))}`;
  if (style < 0.45) return inventedWord(random).toUpperCase();
  if (style < 0.55) return `${inventedWord(random)} & ${inventedWord(random)}`;
  return `${inventedWord(random)} ${inventedWord(random)}`;
}

/** An invented title of a track or an album. */
export function title(random: Random): string {
  const style = random.next();
  if (style < 0.06) return random.pick(OTHER_TITLES);
  const plain =
    style < 0.45
      ? `${random.pick(ADJECTIVES)} ${random.pick(NOUNS)}`
      : style < 0.65
        ? `${random.pick(VERBS)} the ${random.pick(NOUNS)}`
        : style < 0.85
          ? `${random.pick(NOUNS)} of ${inventedWord(random)}`
          : inventedWord(random);
  return random.chance(0.08) ? plain + random.pick(SUFFIXES) : plain;
}
