import type { Catalogue } from './catalogue.ts';
import { type Habits, monthOf } from './listening-day.ts';
import { Random, seedOf } from './random.ts';
import { lengthMs, positionMs, type Seek, type Stream, type StreamKind } from './stream.ts';
import { favouriteTrack } from './taste.ts';
import { daysBefore, type RecentDays, ScriptedTimeline, SeededTimeline, type Timeline } from './timeline.ts';

/** A person with a Spotify account and everything they listen to. */
export interface Listener {
  /** Spotify's `id`, which may change in the real world. */
  id: string;
  /** Spotify's `account_id`, which never changes. */
  accountId: string;
  displayName: string;
  country: string;
  product: 'premium' | 'free';
  /** The seed of taste, playlists and timeline. */
  seed: number;
  timeline: Timeline;
}

/** One play of a listener script. Name the track by its index in the catalogue or by its Spotify id. */
export interface ScriptedPlay {
  /** Index of the track, local file or episode (by kind) in the catalogue. Default 0. */
  trackIndex?: number;
  trackId?: string;
  startAt: Date | number | string;
  msPlayed: number;
  kind?: StreamKind;
  /** One pause: after so many ms of playing, for so many ms. */
  pauseAfterMs?: number;
  pauseMs?: number;
  /** Jumps, in order; one after 0 ms starts the stream in the middle. */
  seeks?: Seek[];
}

/** A listener to be: with `plays` exactly those are streamed, otherwise habits make them up. */
export interface ListenerScript {
  id: string;
  displayName?: string;
  country?: string;
  product?: 'premium' | 'free';
  plays?: ScriptedPlay[];
  habits?: Partial<Habits>;
  /** Length of the made-up history, in days before the simulator's start. Default 365. */
  historyDays?: number;
}

/** The three listeners that exist unless told otherwise: about 60,000 plays in eight years, two years, five weeks. */
export const defaultListeners: readonly ListenerScript[] = [
  {
    id: 'maja.eightyears',
    displayName: 'Maja Ängström',
    country: 'SE',
    habits: { playsPerDay: 21, utcOffsetHours: 1 },
    historyDays: 2922,
  },
  {
    id: 'teo.twoyears',
    displayName: 'Teo “T” Ibarra',
    country: 'ES',
    habits: { playsPerDay: 38, utcOffsetHours: 1 },
    historyDays: 730,
  },
  {
    id: 'noor.newcomer',
    displayName: 'Noor 🌱',
    country: 'US',
    product: 'free',
    habits: { playsPerDay: 15, utcOffsetHours: -5, hearsAds: true },
    historyDays: 35,
  },
];

/** Scripts for a number of listeners: the default ones first, then any number of others. */
export function listenerScripts(seed: number, count: number): ListenerScript[] {
  return Array.from({ length: count }, (_, index) => {
    const known = defaultListeners[index];
    if (known !== undefined) return known;
    const random = new Random(seedOf(seed, 'listener', index));
    const habits = { playsPerDay: random.between(8, 45), utcOffsetHours: random.between(-8, 10) };
    const historyDays = random.between(30, 1500);
    return { id: `listener-${index + 1}`, displayName: `Listener ${index + 1}`, habits, historyDays };
  });
}

/** What a listener is made from besides their script. */
export interface Surroundings {
  seed: number;
  catalogue: Catalogue;
  /** The instant that `historyDays` counts back from. */
  startAt: number;
  recentDays: RecentDays;
}

/** Brings a script to life. */
export function createListener(script: ListenerScript, surroundings: Surroundings): Listener {
  const seed = seedOf(surroundings.seed, 'listener', script.id);
  return {
    id: script.id,
    accountId: new Random(seedOf(seed, 'account')).id(10),
    displayName: script.displayName ?? script.id,
    country: script.country ?? 'DE',
    product: script.product ?? 'premium',
    seed,
    timeline: createTimeline(script, seed, surroundings),
  };
}

function createTimeline(script: ListenerScript, seed: number, surroundings: Surroundings): Timeline {
  const { catalogue, startAt, recentDays } = surroundings;
  if (script.plays !== undefined) {
    const timeline = new ScriptedTimeline();
    timeline.add(scriptedStreams(catalogue, script.plays));
    return timeline;
  }
  const habits = { playsPerDay: 20, utcOffsetHours: 0, hearsAds: false, ...script.habits };
  const sinceAt = daysBefore(startAt, script.historyDays ?? 365);
  return new SeededTimeline({ seed, catalogue }, habits, sinceAt, recentDays);
}

/** The streams that scripted plays stand for. */
export function scriptedStreams(catalogue: Catalogue, plays: readonly ScriptedPlay[]): Stream[] {
  return plays.map((play) => {
    const kind = play.kind ?? 'track';
    const index = kind === 'ad' ? -1 : indexOf(catalogue, play);
    const startAt = new Date(play.startAt).getTime();
    if (!Number.isFinite(startAt)) throw new RangeError(`not an instant: ${String(play.startAt)}`);
    const { msPlayed, pauseAfterMs = 0, pauseMs = 0, seeks } = play;
    const endAt = startAt + msPlayed + pauseMs;
    const stream = {
      kind,
      index,
      startAt,
      endAt,
      msPlayed,
      pauseAfterMs,
      pauseMs,
      ...(seeks && { seeks }),
      visibleAt: endAt,
      contextUri: null,
      shuffle: false,
      skipped: false,
      offline: false,
      device: 0,
      reasonStart: 'clickrow',
      reasonEnd: 'trackdone',
    };
    const isFinished = positionMs(stream, msPlayed) >= lengthMs(catalogue, kind, index);
    return isFinished ? stream : { ...stream, skipped: true, reasonEnd: 'fwdbtn' };
  });
}

function indexOf(catalogue: Catalogue, play: ScriptedPlay): number {
  if (play.trackId === undefined) return play.trackIndex ?? 0;
  const track = catalogue.trackById.get(play.trackId);
  if (track === undefined) throw new RangeError(`the catalogue has no track ${play.trackId}`);
  return track.index;
}

/** Favourites of the listener, one after the other from an instant on, for at least so many ms. */
export function favouritesFrom(
  catalogue: Catalogue,
  listener: Listener,
  at: number,
  forMs: number,
): Stream[] {
  const random = new Random(seedOf(listener.seed, 'favourites from', at));
  const taste = { seed: listener.seed, catalogue };
  const plays: ScriptedPlay[] = [];
  let startAt = at;
  while (startAt < at + forMs) {
    const trackIndex = favouriteTrack(taste, monthOf(at), random);
    const msPlayed = lengthMs(catalogue, 'track', trackIndex);
    plays.push({ trackIndex, startAt, msPlayed });
    startAt += msPlayed;
  }
  return scriptedStreams(catalogue, plays);
}
