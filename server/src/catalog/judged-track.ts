import { foldText } from './fold-text.ts';
import { readTitle, splitPeople } from './read-title.ts';

/** What the catalogue knows of a track. */
export interface TrackFacts {
  readonly id: number;
  readonly recordingId: number;
  readonly name: string;
  /** The main artist first. */
  readonly artists: readonly {
    readonly id: number;
    readonly spotifyId: string | null;
    readonly name: string;
  }[];
  /** Whether Spotify has described it; an export tells the title, the first artist and mostly the album. */
  readonly isDescribed: boolean;
  readonly album: string | null;
  readonly durationMs: number | null;
  readonly isrc: string | null;
  readonly explicit: boolean | null;
}

/** A track with everything read that judging it takes, so that it is read once and compared often. */
export interface JudgedTrack extends TrackFacts {
  /** The title without what makes no other recording, see `readTitle`. */
  readonly text: string;
  readonly cut: string;
  readonly mainArtist: string;
  readonly albumText: string;
  /** What title and album say of the kind of recording, such as `live`. */
  readonly kinds: string;
  /** Everyone who is credited, in the artists or in the title. */
  readonly people: ReadonlySet<string>;
  readonly guests: readonly string[];
  /** Whether many recordings of an artist bear this title. */
  readonly isCommonTitle: boolean;
  /** Whether the title is one of classical music, which many have recorded under the same names. */
  readonly isWork: boolean;
}

const KINDS: readonly (readonly [string, RegExp])[] = [
  [
    'live',
    /(?:^| )live(?: (?:at|in|from|on|session|sessions|version|album|tour|\d{4})(?= |$)|$)|(?:^| )(?:en vivo|en directo|ao vivo|dal vivo|in concert|en concert|en concierto|unplugged)(?= |$)|концерт|ライブ|라이브|演唱會|演唱会/u,
  ],
  ['acoustic', /(?:^| )(?:acoustic|acustico|acoustique|akustik)(?= |$)/],
  ['instrumental', /(?:^| )(?:instrumental|instrumentals|karaoke)(?= |$)|カラオケ/u],
  ['remix', /(?:^| )(?:remix|remixes|remixed|sped up|slowed|nightcore)(?= |$)/],
  ['demo', /(?:^| )(?:demo|demos|outtakes|rehearsals)(?= |$)/],
  ['anew', /(?:^| )(?:taylors version|re recorded|rerecorded|tribute)(?= |$)/],
];

const COMMON_TITLE =
  /^(?:the)?(?:intro|introduction|introduccion|introduzione|интро|イントロ|인트로|outro|interlude|interludio|interludium|zwischenspiel|skit|untitled|sanstitre|ohnetitel|sintitulo|prelude|preludio|prolog|prologue|prologo|epilog|epilogue|epilogo|reprise|silence|freestyle|bonustrack|hiddentrack|track)\d*$/u;
const WORK =
  /(?:^| )(?:op|bwv|hwv|kv|rv|hob|twv|opus|allegro|adagio|andante|presto|largo|menuetto?|sonata|sonate|concerto|konzert|symphony|symphonie|sinfonia|requiem|nocturne|etude)(?= |$)|(?:^| )k \d+(?= |$)/;
const EXTENDED_OR_SINGLE_PLAY = /\s+-\s+(?:ep|single)$/i;
const VARIOUS = new Set([
  'various artists',
  'verschiedene interpreten',
  'varios artistas',
  'multi interpretes',
]);
const ISRC = /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/;

/** Reads a track once for all its comparisons. */
export function readTrack(facts: TrackFacts): JudgedTrack {
  const title = readTitle(facts.name);
  const album = facts.album === null ? null : readTitle(facts.album.replace(EXTENDED_OR_SINGLE_PLAY, ''));
  const main = foldText(facts.artists[0]?.name ?? '').replace(/^the /, '');
  const isrc = facts.isrc?.toUpperCase().replaceAll('-', '') ?? '';
  return {
    ...facts,
    durationMs: facts.durationMs === 0 ? null : facts.durationMs,
    isrc: ISRC.test(isrc) ? isrc : null,
    explicit: title.explicit ?? facts.explicit,
    text: title.text,
    cut: title.cut,
    mainArtist: VARIOUS.has(main) ? '' : main,
    albumText: album?.text ?? '',
    kinds: readKinds(title.words, album?.words ?? ''),
    people: new Set([...facts.artists.flatMap(({ name }) => splitPeople(name)), ...title.guests]),
    guests: title.guests,
    isCommonTitle: COMMON_TITLE.test(title.text),
    isWork: WORK.test(title.words),
  };
}

function readKinds(title: string, album: string): string {
  return KINDS.filter(([, words]) => words.test(title) || words.test(album))
    .map(([kind]) => kind)
    .join(' ');
}
