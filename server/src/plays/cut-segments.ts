import type { IncomingPlay, StoredPlay } from './play-match.ts';

/** A stretch of the timeline that can be matched by itself. */
export interface Segment<R extends IncomingPlay, S extends StoredPlay> {
  incoming: R[];
  stored: S[];
}

/** Sorted plays in batches, as a cursor or a list gives them. */
type Batches<P> = AsyncIterable<readonly P[]> | Iterable<readonly P[]>;

/** Longer than any two plays can be apart and still match: 45 min of a followed track and 7.5 min of window. */
const SILENCE_MS = 3_600_000;

/** Quiet stretches are gathered up to about this many plays, so that the caller works in useful portions. */
const PORTION = 5_000;

/**
 * A timeline without any silence is cut after this many different seconds, so that memory stays bounded: at the next
 * breath, which at least keeps both reports of one play together, or after twice as many at any new second.
 */
const LONGEST = 10_000;
const BREATH_MS = 30_000;

/**
 * Cuts two timelines where for an hour nothing ends in either. Rows ascend by `endAt`, stored plays by
 * `reportedEndAt ?? endAt`. `matchPlays` of every segment
 * equals `matchPlays` of the whole, but for a pair across one of the cuts that `LONGEST` forces. Where a cut falls depends only on the instants of both lists together, so a
 * second import of the same plays is cut at the same places.
 */
export async function* cutSegments<R extends IncomingPlay, S extends StoredPlay>(
  incoming: Batches<R>,
  stored: Batches<S>,
  portion = PORTION,
): AsyncGenerator<Segment<R, S>> {
  const rows = new Cursor(incoming, (row) => row.endAt);
  const plays = new Cursor(stored, (play) => play.reportedEndAt ?? play.endAt);
  let segment: Segment<R, S> = { incoming: [], stored: [] };
  let lastEndAt = Number.NEGATIVE_INFINITY;
  let seconds = 0;
  for (;;) {
    if (rows.isSpent) await rows.refill();
    if (plays.isSpent) await plays.refill();
    const endAt = Math.min(rows.endAt, plays.endAt);
    if (endAt === Number.POSITIVE_INFINITY) break;
    const gapMs = endAt - lastEndAt;
    const isNewSecond = Math.floor(endAt / 1000) !== Math.floor(lastEndAt / 1000);
    if (gapMs > SILENCE_MS) seconds = 0;
    const isFull =
      segment.incoming.length + segment.stored.length >= Math.max(portion, 1) && gapMs > SILENCE_MS;
    const isTooLong = seconds >= (gapMs > BREATH_MS ? LONGEST : 2 * LONGEST) && isNewSecond;
    if (isFull || isTooLong) {
      yield segment;
      segment = { incoming: [], stored: [] };
      seconds = 0;
    }
    if (isNewSecond) seconds += 1;
    lastEndAt = Math.max(lastEndAt, endAt);
    if (rows.endAt === endAt) segment.incoming.push(rows.take());
    else segment.stored.push(plays.take());
  }
  if (segment.incoming.length + segment.stored.length > 0) yield segment;
}

class Cursor<P> {
  endAt = Number.NEGATIVE_INFINITY;
  isSpent = true;
  private batch: readonly P[] = [];
  private at = 0;
  private readonly endOf: (play: P) => number;
  private readonly source: AsyncIterator<readonly P[]> | Iterator<readonly P[]>;

  constructor(batches: Batches<P>, endOf: (play: P) => number) {
    this.endOf = endOf;
    this.source =
      Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
  }

  async refill(): Promise<void> {
    for (;;) {
      const next = await this.source.next();
      if (next.done) {
        this.isSpent = false;
        this.endAt = Number.POSITIVE_INFINITY;
        return;
      }
      if (next.value.length === 0) continue;
      this.batch = next.value;
      this.at = 0;
      this.settle();
      return;
    }
  }

  take(): P {
    const play = this.batch[this.at];
    if (play === undefined) throw new RangeError('took a play from an empty cursor');
    this.at += 1;
    this.settle();
    return play;
  }

  private settle(): void {
    const play = this.batch[this.at];
    this.isSpent = play === undefined;
    if (play !== undefined) this.endAt = this.endOf(play);
  }
}
