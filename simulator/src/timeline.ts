import { DAY_MS, dayOf, type Habits, listenThroughDay } from './listening-day.ts';
import type { Stream } from './stream.ts';
import type { Taste } from './taste.ts';

/** Everything a listener ever streams, past and to come. */
export interface Timeline {
  /** Nothing was streamed before this instant. */
  readonly sinceAt: number;
  /** Streams that end at `from` or later and before `to`, in order. */
  between(from: number, to: number): Iterable<Stream>;
  /** Streams that ended at `instant` or before, newest first. */
  backFrom(instant: number): Iterable<Stream>;
  /** What plays at an instant. */
  at(instant: number): Stream | undefined;
  /** Streams that somebody decided on; what would have overlapped them is not heard. */
  add(streams: Stream[]): void;
}

/** The days generated last, shared by all listeners so that memory stays bounded with ten thousand of them. */
export class RecentDays {
  #days = new Map<string, Stream[]>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string, generate: () => Stream[]): Stream[] {
    const known = this.#days.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#days.keys();
    if (oldest !== undefined && this.#days.size >= this.#capacity) this.#days.delete(oldest);
    const streams = generate();
    this.#days.set(key, streams);
    return streams;
  }
}

/** A timeline made up day by day from a seed, as far as it is asked for: a pure function of seed and habits. */
export class SeededTimeline implements Timeline {
  readonly sinceAt: number;
  readonly #taste: Taste;
  readonly #habits: Habits;
  readonly #recentDays: RecentDays;
  #added: Stream[] = [];

  constructor(taste: Taste, habits: Habits, sinceAt: number, recentDays: RecentDays) {
    this.sinceAt = sinceAt;
    this.#taste = taste;
    this.#habits = habits;
    this.#recentDays = recentDays;
  }

  *between(from: number, to: number): Iterable<Stream> {
    const begin = Math.max(from, this.sinceAt);
    for (let day = dayOf(this.#habits, begin) - 1; day <= dayOf(this.#habits, to); day += 1) {
      const streams = listenThroughDay(this.#taste, this.#habits, day);
      for (const stream of this.#withAdded(day, streams)) {
        if (stream.startAt >= this.sinceAt && stream.endAt >= from && stream.endAt < to) yield stream;
      }
    }
  }

  *backFrom(instant: number): Iterable<Stream> {
    for (let day = dayOf(this.#habits, instant); ; day -= 1) {
      if (day < dayOf(this.#habits, this.sinceAt)) return;
      yield* this.#day(day)
        .filter((stream) => stream.startAt >= this.sinceAt && stream.endAt <= instant)
        .toReversed();
    }
  }

  at(instant: number): Stream | undefined {
    if (instant < this.sinceAt) return undefined;
    return playingAt(this.#added, instant) ?? playingAt(this.#day(dayOf(this.#habits, instant)), instant);
  }

  add(streams: Stream[]): void {
    this.#added = inOrder([...this.#added, ...streams]);
  }

  #day(day: number): Stream[] {
    const generate = () => listenThroughDay(this.#taste, this.#habits, day);
    return this.#withAdded(day, this.#recentDays.get(`${this.#taste.seed}:${day}`, generate));
  }

  #withAdded(day: number, streams: Stream[]): Stream[] {
    if (this.#added.length === 0) return streams;
    const heard = streams.filter(
      (stream) => !this.#added.some((added) => added.startAt < stream.endAt && stream.startAt < added.endAt),
    );
    return inOrder([...heard, ...this.#added.filter(({ startAt }) => dayOf(this.#habits, startAt) === day)]);
  }
}

/** A timeline of streams that a test wrote down, and of nothing else. */
export class ScriptedTimeline implements Timeline {
  #streams: Stream[] = [];

  get sinceAt(): number {
    return this.#streams[0]?.startAt ?? 0;
  }

  add(streams: Stream[]): void {
    this.#streams = inOrder([...this.#streams, ...streams]);
  }

  *between(from: number, to: number): Iterable<Stream> {
    yield* this.#streams.filter((stream) => stream.endAt >= from && stream.endAt < to);
  }

  *backFrom(instant: number): Iterable<Stream> {
    yield* this.#streams.filter((stream) => stream.endAt <= instant).toReversed();
  }

  at(instant: number): Stream | undefined {
    return playingAt(this.#streams, instant);
  }
}

function inOrder(streams: Stream[]): Stream[] {
  return streams.sort((a, b) => a.endAt - b.endAt || a.startAt - b.startAt);
}

function playingAt(streams: Stream[], instant: number): Stream | undefined {
  return streams.findLast((stream) => stream.startAt <= instant && instant < stream.endAt);
}

/** Whole days before an instant, as an instant. */
export function daysBefore(instant: number, days: number): number {
  return Math.floor(instant / DAY_MS - days) * DAY_MS;
}
