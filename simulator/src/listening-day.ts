import { elementAt } from './element-at.ts';
import { Random, seedOf } from './random.ts';
import { lengthMs, type Stream, type StreamKind } from './stream.ts';
import { favouriteArtistTracks, favouriteTrack, type Taste } from './taste.ts';

/** How a listener listens. */
export interface Habits {
  /** Average number of streams a day, skips included. */
  playsPerDay: number;
  /** The listener's local time, in hours from UTC; a listening day runs from 04:00 to 04:00. */
  utcOffsetHours: number;
  /** Advertisements between tracks, as without Premium. */
  hearsAds: boolean;
}

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MONTH_MS = 30.436875 * DAY_MS;

/** How much is heard on each weekday, Sunday first. */
const WEEKDAY_SHARES = [0.85, 0.9, 1, 1, 1.05, 1.3, 1.2];
/** Local hours at which sessions begin, on working days and at the weekend. */
const WORKDAY_HOURS = [7, 7.5, 8, 12.3, 13, 16.5, 17.3, 18, 19, 20, 21, 22];
const WEEKEND_HOURS = [9.5, 10.5, 11, 13, 14.5, 16, 17.5, 19, 20.5, 22, 23.5, 24.5];

/** The number of the listening day (counted from 1970) that an instant falls into. */
export function dayOf(habits: Habits, instant: number): number {
  return Math.floor((instant + (habits.utcOffsetHours - 4) * HOUR_MS) / DAY_MS);
}

/** The instant at which a listening day begins. */
export function startOfDay(habits: Habits, day: number): number {
  return day * DAY_MS - (habits.utcOffsetHours - 4) * HOUR_MS;
}

/** The month (counted from 1970, all equally long) of an instant, by which taste changes. */
export function monthOf(instant: number): number {
  return Math.floor(instant / MONTH_MS);
}

/** All streams of one day, in order and without overlap, none reaching past the day's end. */
export function listenThroughDay(taste: Taste, habits: Habits, day: number): Stream[] {
  const random = new Random(seedOf(taste.seed, 'day', day));
  if (random.chance(0.06)) return [];
  const weekday = (day + 4) % 7;
  const wanted = habits.playsPerDay * elementAt(WEEKDAY_SHARES, weekday) * (0.4 + 1.2 * random.next());
  const sessionCount = Math.max(1, Math.round(wanted / 14));
  const hours = weekday === 0 || weekday === 6 ? WEEKEND_HOURS : WORKDAY_HOURS;
  const starts = Array.from(
    { length: sessionCount },
    () => (random.pick(hours) - 4 + random.next()) * HOUR_MS,
  );
  starts.sort((a, b) => a - b);

  const dayStartAt = startOfDay(habits, day);
  const listening: Listening = {
    taste,
    habits,
    random,
    month: monthOf(dayStartAt),
    at: dayStartAt,
    endAt: dayStartAt + DAY_MS,
    streams: [],
  };
  for (const start of starts) {
    const pauseMs = random.between(60_000, 600_000);
    listening.at = Math.max(listening.at + pauseMs, Math.floor(dayStartAt + start));
    listenToSession(listening, Math.round(wanted / sessionCount));
  }
  return listening.streams;
}

interface Listening {
  taste: Taste;
  habits: Habits;
  random: Random;
  month: number;
  at: number;
  endAt: number;
  streams: Stream[];
}

interface Session {
  next: () => { kind: StreamKind; index: number };
  contextUri: string | null;
  shuffle: boolean;
  offline: boolean;
  device: number;
}

function listenToSession(listening: Listening, streamCount: number): void {
  const { random, streams } = listening;
  const session = beginSession(listening);
  const first = streams.length;
  let current = session.next();
  for (let count = 0; count < streamCount; count += 1) {
    const adIsDue = listening.habits.hearsAds && count % 5 === 4;
    if (adIsDue) addStream(listening, session, { kind: 'ad', index: -1 }, count);
    if (!addStream(listening, session, current, count)) break;
    const again = random.chance(0.03) && current.kind !== 'episode';
    if (!again) current = session.next();
  }
  if (!session.offline) return;
  const uploadAt = listening.at + random.between(600_000, 6 * HOUR_MS);
  for (let index = first; index < streams.length; index += 1) {
    const stream = elementAt(streams, index);
    stream.offline = true;
    stream.visibleAt = uploadAt;
  }
}

function beginSession({ taste, month, random }: Listening): Session {
  const { catalogue } = taste;
  const kind: StreamKind = random.chance(0.025) ? 'private' : 'track';
  const session = { shuffle: false, offline: random.chance(0.015), device: random.zipf(5) };
  const style = random.next();
  if (style < 0.22) {
    const favourite = elementAt(catalogue.tracks, favouriteTrack(taste, month, random));
    const album = elementAt(catalogue.albums, favourite.albumIndex);
    let position = 0;
    const next = () => ({
      kind,
      index: elementAt(album.trackIndexes, position++ % album.trackIndexes.length),
    });
    return { ...session, next, contextUri: `spotify:album:${album.id}` };
  }
  if (style < 0.34) {
    const tracks = favouriteArtistTracks(taste, random);
    const artist = elementAt(catalogue.tracks, elementAt(tracks, 0)).artistIndexes[0] ?? 0;
    const contextUri = `spotify:artist:${elementAt(catalogue.artists, artist).id}`;
    return { ...session, next: () => ({ kind, index: random.pick(tracks) }), contextUri };
  }
  if (style < 0.38) {
    const next = () => ({ kind: 'episode' as const, index: random.zipf(catalogue.episodes.length) });
    return { ...session, next, contextUri: null };
  }
  const next = () =>
    kind === 'track' && random.chance(0.02)
      ? { kind: 'local' as const, index: random.zipf(catalogue.localFiles.length) }
      : { kind, index: favouriteTrack(taste, month, random) };
  const contextUri = random.chance(0.6) ? `spotify:playlist:${favouritesPlaylistId(taste.seed)}` : null;
  return { ...session, next, contextUri, shuffle: random.chance(0.7) };
}

/** The id of the playlist of favourites that a listener plays from. */
export function favouritesPlaylistId(tasteSeed: number): string {
  return new Random(seedOf(tasteSeed, 'favourites playlist')).id();
}

function addStream(
  listening: Listening,
  session: Session,
  heard: { kind: StreamKind; index: number },
  count: number,
): boolean {
  const { random } = listening;
  const whole = lengthMs(listening.taste.catalogue, heard.kind, heard.index);
  const [msPlayed, skipped] = heard.kind === 'ad' ? [whole, false] : heardMs(whole, random);
  const pauses = !session.offline && msPlayed > 20_000 && random.chance(0.02);
  const pauseMs = pauses ? random.between(3_000, 900_000) : 0;
  const startAt = listening.at + random.between(0, 400);
  const endAt = startAt + msPlayed + pauseMs;
  if (endAt > listening.endAt) return false;
  listening.streams.push({
    ...heard,
    startAt,
    endAt,
    msPlayed,
    pauseAfterMs: pauses ? random.between(5_000, msPlayed) : 0,
    pauseMs,
    visibleAt: endAt,
    contextUri: heard.kind === 'local' ? null : session.contextUri,
    shuffle: session.shuffle,
    skipped,
    offline: false,
    device: session.device,
    reasonStart: count === 0 ? 'clickrow' : listening.streams.at(-1)?.skipped ? 'fwdbtn' : 'trackdone',
    reasonEnd: skipped ? 'fwdbtn' : msPlayed < whole ? 'endplay' : 'trackdone',
  });
  listening.at = endAt;
  return true;
}

function heardMs(whole: number, random: Random): [msPlayed: number, skipped: boolean] {
  const style = random.next();
  if (style < 0.14) return [Math.min(whole, random.between(0, 30_000)), true];
  if (style < 0.2) return [Math.min(whole, random.between(30_000, 120_000)), true];
  if (style < 0.24) return [Math.floor(whole * (0.4 + 0.6 * random.next())), false];
  return [whole, false];
}
