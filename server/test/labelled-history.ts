import type { IncomingPlay, StoredPlay } from '../src/plays/match-plays.ts';
import { normaliseName } from '../src/plays/normalise-name.ts';

/** A track of the made-up catalogue, under one of its Spotify ids. */
export interface LabelledTrack {
  spotifyId: string;
  title: string;
  artist: string;
  album: string;
  durationMs: number;
}

/** A play as the export tells it. */
export interface LabelledRow {
  track: LabelledTrack;
  /** End of the play to the second, epoch ms. */
  endAt: number;
  msPlayed: number;
  /** Place in `stored` of the same play, or -1 where monitoring has not stored it: the row to import. */
  storedAt: number;
}

/** A play as monitoring stored it. */
export interface LabelledPlay {
  track: LabelledTrack;
  playedAt: number;
  msPlayed: number;
  source: 'recently-played' | 'currently-playing';
}

/** Two views of one listening life, both sorted by time, and where monitoring began. */
export interface LabelledHistory {
  rows: LabelledRow[];
  stored: LabelledPlay[];
  monitoredFrom: number;
}

/** How badly monitoring sees: shares of plays, and times in ms. */
export interface Noise {
  jitterMs: number;
  missed: number;
  relinked: number;
  /** Share of plays that the watcher stores; it notices the start up to `lateMs` late. */
  watched: number;
  lateMs: number;
  /** Share of watched plays stamped with a time other than their end: the start, or the end of the last pause. */
  startLike: number;
}

export const NORMAL_NOISE: Noise = {
  jitterMs: 2_000,
  missed: 0.05,
  relinked: 0.03,
  watched: 0.3,
  lateMs: 5_000,
  startLike: 0,
};

export const HARD_NOISE: Noise = {
  jitterMs: 10_000,
  missed: 0.05,
  relinked: 0.05,
  watched: 0.5,
  lateMs: 60_000,
  startLike: 0.3,
};

interface TruePlay {
  track: LabelledTrack;
  startAt: number;
  endAt: number;
  msPlayed: number;
  resumedAt: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/**
 * Makes a listening life with sessions, skips, repeats back to back, two-track loops and pauses; then what the export
 * says of all of it, and what monitoring with the given noise stored of its second half, outages left out.
 */
export function labelledHistory(seed: number, plays: number, noise: Noise): LabelledHistory {
  const random = randomNumbers(seed);
  const life = listen(random, plays);
  const monitoredFrom = life[Math.floor(plays / 2)]?.endAt ?? 0;
  const seen = monitor(random, life, monitoredFrom, noise);
  const stored = [...seen.values(), ...ghosts(random, life, monitoredFrom)];
  stored.sort((a, b) => a.playedAt - b.playedAt);
  const places = new Map(stored.map((play, at) => [play, at]));
  const rows = life.map((play): LabelledRow => {
    const partner = seen.get(play);
    return {
      track: play.track,
      endAt: Math.floor(play.endAt / SECOND) * SECOND,
      msPlayed: play.msPlayed,
      storedAt: partner ? (places.get(partner) ?? -1) : -1,
    };
  });
  rows.sort((a, b) => a.endAt - b.endAt);
  return { rows, stored, monitoredFrom };
}

/** Random numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One track in twenty shares its names with another recording, as album and single versions do. */
function catalogue(random: () => number): LabelledTrack[] {
  return Array.from({ length: 2_000 }, (_, index) => ({
    spotifyId: `track${index}`.padEnd(22, 'A'),
    title: `Title ${index % 20 === 19 ? index - 1 : index}`,
    artist: `Artist ${Math.floor(index / 20)}`,
    album: `Album ${Math.floor(index / 10)}`,
    durationMs: Math.floor(90 * SECOND + random() * 240 * SECOND),
  }));
}

function listen(random: () => number, plays: number): TruePlay[] {
  const tracks = catalogue(random);
  // Favourites come up far more often than the rest.
  const pick = (): LabelledTrack => {
    const track = tracks[Math.floor(random() ** 3 * tracks.length)];
    if (!track) throw new RangeError('the catalogue is empty');
    return track;
  };
  const life: TruePlay[] = [];
  let clock = Date.UTC(2020, 0, 1);
  let queue: LabelledTrack[] = [];
  while (life.length < plays) {
    if (random() < 0.06) {
      clock += random() < 0.5 ? Math.floor(random() * 20 * MINUTE) : Math.floor(random() * 2 * DAY);
    }
    if (queue.length === 0) queue = program(random, pick);
    const track = queue.shift() ?? pick();
    const play = playOnce(random, track, clock);
    life.push(play);
    clock = play.endAt + (random() < 0.1 ? Math.floor(random() * 30 * SECOND) : 0);
  }
  return life;
}

/** What comes next: mostly one track, sometimes one on repeat, sometimes two in turn. */
function program(random: () => number, pick: () => LabelledTrack): LabelledTrack[] {
  const kind = random();
  const first = pick();
  const times = 2 + Math.floor(random() * 4);
  if (kind < 0.02) return Array.from({ length: times }, () => first);
  if (kind > 0.01 + 0.02) return [first];
  const second = pick();
  return Array.from({ length: times * 2 }, (_, at) => (at % 2 === 0 ? first : second));
}

function playOnce(random: () => number, track: LabelledTrack, startAt: number): TruePlay {
  const kind = random();
  // 15 % are skipped within half a minute, 10 % later, the others are heard to their end.
  const share =
    kind < 0.15 ? (random() * 29 * SECOND) / track.durationMs : kind < 0.25 ? 0.3 + random() * 0.6 : 1;
  const msPlayed = Math.floor(track.durationMs * share);
  const hasPause = msPlayed > MINUTE && random() < 0.05;
  const pauseMs = hasPause ? Math.floor(random() * 5 * MINUTE) : 0;
  const resumedAt = hasPause ? startAt + pauseMs + Math.floor(random() * msPlayed) : startAt;
  return { track, startAt, endAt: startAt + msPlayed + pauseMs, msPlayed, resumedAt };
}

/** What monitoring stored: Spotify's history lists no play under 30 s, and an outage hides everything. */
function monitor(
  random: () => number,
  life: readonly TruePlay[],
  from: number,
  noise: Noise,
): Map<TruePlay, LabelledPlay> {
  const seen = new Map<TruePlay, LabelledPlay>();
  let darkUntil = 0;
  for (const play of life) {
    if (random() < 0.0005) darkUntil = play.endAt + Math.floor(random() * DAY);
    if (play.endAt < from || play.endAt < darkUntil || play.msPlayed < 30 * SECOND) continue;
    if (random() < noise.missed) continue;
    const isWatched = random() < noise.watched;
    const jitter = Math.floor((random() * 2 - 1) * noise.jitterMs);
    const lateMs = isWatched ? Math.floor(random() * Math.min(noise.lateMs, play.msPlayed)) : 0;
    const isStartLike = isWatched && random() < noise.startLike;
    seen.set(play, {
      track: random() < noise.relinked ? relink(play.track) : play.track,
      playedAt: (isStartLike ? Math.max(play.startAt + lateMs, play.resumedAt) : play.endAt) + jitter,
      msPlayed: play.msPlayed - lateMs,
      source: isWatched ? 'currently-playing' : 'recently-played',
    });
  }
  return seen;
}

/** The same recording as another market or a re-release lists it. */
function relink(track: LabelledTrack): LabelledTrack {
  return {
    ...track,
    spotifyId: track.spotifyId.replaceAll('A', 'B'),
    title: `${track.title} - Remastered 2011`,
  };
}

/** Plays that monitoring stored and the export leaves out, such as those of another account on the same speaker. */
function ghosts(random: () => number, life: readonly TruePlay[], from: number): LabelledPlay[] {
  return life
    .filter((play) => play.endAt >= from && random() < 0.002)
    .map(({ track, endAt }) => ({
      track,
      playedAt: endAt + Math.floor(20 * MINUTE + random() * 60 * MINUTE),
      msPlayed: track.durationMs,
      source: 'recently-played' as const,
    }));
}

/** Both views in the form that they are matched in. */
export function toMatchLists({ rows, stored }: LabelledHistory): [IncomingPlay[], StoredPlay[]] {
  const incoming = rows.map(({ track, endAt, msPlayed }) => ({ ...identify(track), endAt, msPlayed }));
  const plays = stored.map(({ track, playedAt, msPlayed, source }) => {
    const watched = source === 'currently-playing';
    return {
      ...identify(track),
      endAt: playedAt,
      msPlayed: watched ? msPlayed : null,
      watched,
      reportedEndAt: null,
    };
  });
  return [incoming, plays];
}

const identify = (track: LabelledTrack) => ({
  isToMinute: false,
  isEstimate: false,
  trackKey: track.spotifyId,
  recordingKey: track.spotifyId,
  durationMs: track.durationMs,
  title: normaliseName(track.title),
  artist: normaliseName(track.artist),
});
