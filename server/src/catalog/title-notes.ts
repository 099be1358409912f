/**
 * What a note behind a title says of the recording: nothing (another edition of it), the cut that lengths tell apart, whether
 * it is explicit, or that it is another recording.
 */
export type Note =
  | { readonly kind: 'edition' }
  | { readonly kind: 'cut'; readonly cut: string }
  | { readonly kind: 'explicit'; readonly explicit: boolean }
  | { readonly kind: 'version'; readonly words: string };

/** Remastering keeps the recording, in whatever language. */
const REMASTER =
  /(?:^| )(?:re ?master\p{L}*|rimasterizzat\p{L}*|rimasterizad\p{L}*|ремастер\p{L}*|リマスタ\p{L}*)(?= |$)|リマスター|리마스터|重製版|重制版/u;

/** Words that name another recording, however it was edited for a release. */
const VERSION =
  /(?:^| )(?:live|vivo|directo|acoustic|acoustique|acustic[ao]|demo|take|outtake|remix|mix|edit|instrumental|karaoke|mono|dub|session|sessions|rehearsal|unplugged|alternate|extended|orchestral|recorded|rerecorded)(?= |$)/;

const EDITION_CORE = new Set(
  'bonus hidden deluxe anniversary expanded reissue edition edicion edicao edizione collectors legacy'.split(
    ' ',
  ),
);
const EDITION_FILLER = new Set(
  'track version ver album the a an of for super special limited collector platinum japan japanese itunes exclusive digital digitally original years year only content pista titel titre cancion faixa traccia extra'.split(
    ' ',
  ),
);
const YEAR_OR_ORDINAL = /^(?:\d{2,4}|\d+(?:st|nd|rd|th))$/;

const CUT =
  /^(?:the )?(?:original )?(single|album|lp|full length|soundtrack) ?(?:ver|version|versione|fassung)$|^(?:version|versione|versao)(?: d[eo]l?)? (single|album|original[e]?)$|^(original)(?: (?:ver|version|mix|recording|album version|single version))?$/;

const EXPLICIT = /^(?:explicit|dirty)(?: (?:album|single|version|content|lyrics))*$/;
const CLEAN = /^(?:clean|edited|censored)(?: (?:album|single))?(?: (?:version|edit))?$/;
const STEREO = /^(?:\d+ )?stereo(?: (?:version|mix|master))?$/;
const MONO = /^(?:original )?mono(?: (?:version|mix|master|single))?$/;
const OFFICIAL = /^(?:official )?(?:audio|video|music video|lyric video|lyrics|visualizer)$/;
const SOUNDTRACK =
  /^(?:music )?from (?:the )?(?:\d{4} )?(?:original )?(?:motion picture|film|movie|soundtrack|netflix|disney|broadway|hbo|tv|television|series|musical|video game|game)(?: |$)|^(?:original )?(?:motion picture )?(?:soundtrack|ost)$|^(?:de la pelicula|del film|dal film|du film|aus dem film|do filme) /;

const EDITION: Note = { kind: 'edition' };

/** Reads one note, folded by `foldText`. */
export function readNote(note: string): Note {
  if (EXPLICIT.test(note)) return { kind: 'explicit', explicit: true };
  if (CLEAN.test(note)) return { kind: 'explicit', explicit: false };
  if (STEREO.test(note) || OFFICIAL.test(note) || SOUNDTRACK.test(note)) return EDITION;
  // A mono mix is another mix; a title that does not say so is stereo.
  if (MONO.test(note)) return { kind: 'version', words: 'mono' };
  const [, single, translated, original] = CUT.exec(note) ?? [];
  const cut = single ?? translated ?? original;
  if (cut !== undefined) return { kind: 'cut', cut };
  if (isEdition(note)) return EDITION;
  return { kind: 'version', words: note };
}

function isEdition(note: string): boolean {
  if (REMASTER.test(note)) return !VERSION.test(note);
  const words = note.split(' ');
  return (
    words.some((word) => EDITION_CORE.has(word)) &&
    words.every((word) => EDITION_CORE.has(word) || EDITION_FILLER.has(word) || YEAR_OR_ORDINAL.test(word))
  );
}
