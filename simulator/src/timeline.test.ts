import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.ts';
import { elementAt } from './element-at.ts';
import {
  createListener,
  defaultListeners,
  favouritesFrom,
  type Listener,
  scriptedStreams,
} from './listener.ts';
import { isListed, lengthMs } from './stream.ts';
import { RecentDays, ScriptedTimeline } from './timeline.ts';

const catalogue = createCatalogue(1);
const startAt = Date.UTC(2026, 10, 20, 18);

function listener(index: number, seed = 1): Listener {
  const surroundings = { seed, catalogue, startAt, recentDays: new RecentDays(10) };
  return createListener(elementAt(defaultListeners, index), surroundings);
}

const history = (who: Listener) => Array.from(who.timeline.between(0, startAt));
const maja = listener(0);
const majas = history(maja);

describe('the catalogue', () => {
  it('is the same for the same seed and another for another', () => {
    expect(createCatalogue(1)).toEqual(catalogue);
    expect(createCatalogue(2).tracks[0]?.id).not.toBe(catalogue.tracks[0]?.id);
  });

  it('holds what real ones hold', () => {
    const { tracks, albums, artists } = catalogue;
    expect(tracks.length).toBeGreaterThan(3000);
    expect(new Set(tracks.map((track) => track.id)).size).toBe(tracks.length);
    expect(tracks.some((track) => track.artistIndexes.length > 1)).toBe(true);
    expect(new Set(albums.map((album) => album.images))).toEqual(new Set(['pictures', 'none', 'null']));
    expect(artists.some((artist) => /\p{Script=Han}|\p{Script=Hangul}/u.test(artist.name))).toBe(true);
    for (const track of tracks.filter((one) => one.relinkedIndex !== undefined)) {
      const other = elementAt(tracks, track.relinkedIndex ?? -1);
      expect([other.relinkedIndex, other.isrc, other.name]).toEqual([track.index, track.isrc, track.name]);
      expect(other.albumIndex).not.toBe(track.albumIndex);
    }
  });
});

describe('a seeded timeline', () => {
  it('is the same for the same seed and listener, and another otherwise', () => {
    expect(history(listener(0))).toEqual(majas);
    expect(history(listener(0, 2))).not.toEqual(majas);
  });

  it('is as long as the listener is', () => {
    const counts = [0, 1, 2].map((index) => history(listener(index)).length);
    expect(counts[0]).toBeGreaterThan(55_000);
    expect(counts[0]).toBeLessThan(65_000);
    expect(counts[1]).toBeGreaterThan(15_000);
    expect(counts[2]).toBeLessThan(1_000);
  });

  it('never plays two things at once, nor longer than they are', () => {
    let lastEndAt = 0;
    for (const { kind, index, startAt: from, endAt, msPlayed, pauseMs, visibleAt } of majas) {
      expect(from).toBeGreaterThanOrEqual(lastEndAt);
      expect(endAt - from).toBe(msPlayed + pauseMs);
      expect(msPlayed).toBeLessThanOrEqual(lengthMs(catalogue, kind, index));
      expect(visibleAt).toBeGreaterThanOrEqual(endAt);
      lastEndAt = endAt;
    }
  });

  it('reads the same in spans, backwards and at an instant', () => {
    const [from, to] = [startAt - 40 * 86_400_000, startAt - 20 * 86_400_000];
    const span = majas.filter((stream) => stream.endAt >= from && stream.endAt < to);
    expect(Array.from(maja.timeline.between(from, to))).toEqual(span);
    const back = [];
    for (const stream of maja.timeline.backFrom(to)) {
      if (stream.endAt < from) break;
      back.push(stream);
    }
    expect(back.toReversed()).toEqual(span);
    for (const stream of span) {
      const expected = stream.msPlayed > 0 || stream.pauseMs > 0 ? stream : undefined;
      if (expected !== undefined) expect(maja.timeline.at(stream.startAt)).toEqual(expected);
    }
  });

  it('sounds like a person: skips, repeats, favourites that change, every kind', () => {
    expect(new Set(majas.map((stream) => stream.kind))).toEqual(
      new Set(['track', 'local', 'episode', 'private']),
    );
    expect(history(listener(2)).some((stream) => stream.kind === 'ad')).toBe(true);
    const short = majas.filter((stream) => stream.msPlayed < 30_000).length / majas.length;
    expect(short).toBeGreaterThan(0.1);
    expect(short).toBeLessThan(0.28);
    const repeats = majas.filter((stream, position) => {
      const previous = majas[position - 1];
      return previous?.kind === 'track' && stream.kind === 'track' && previous.index === stream.index;
    });
    expect(repeats.length).toBeGreaterThan(500);
    expect(majas.some((stream) => stream.offline)).toBe(true);
    const topOf = (year: number) => favourites(year).slice(0, 20);
    const kept = topOf(2020).filter((index) => topOf(2025).includes(index));
    expect(kept.length).toBeLessThan(10);
  });
});

describe('streams that somebody decided on', () => {
  it('push out what would have overlapped them and leave the rest', () => {
    const who = listener(0);
    const at = startAt - 5 * 3_600_000;
    const added = favouritesFrom(catalogue, who, at, 3_600_000);
    who.timeline.add(added);
    const lastEndAt = added.at(-1)?.endAt ?? 0;
    const rest = majas.filter((stream) => stream.endAt <= at || stream.startAt >= lastEndAt);
    const expected = [...rest, ...added].sort((a, b) => a.endAt - b.endAt);
    expect(history(who)).toEqual(expected);
    expect(Array.from(who.timeline.backFrom(startAt - 1)).toReversed()).toEqual(expected);
    expect(lastEndAt - at).toBeGreaterThanOrEqual(3_600_000);
    expect(who.timeline.at(lastEndAt - 1)).toBe(added.at(-1));
  });
});

function favourites(year: number): number[] {
  const counts = new Map<number, number>();
  for (const { endAt, kind, index } of majas) {
    if (kind !== 'track' || new Date(endAt).getUTCFullYear() !== year) continue;
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return Array.from(counts.keys()).sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
}

describe('a scripted timeline', () => {
  it('holds exactly what was written down, in order, and takes more', () => {
    const timeline = new ScriptedTimeline();
    const trackId = catalogue.tracks[7]?.id ?? '';
    timeline.add(scriptedStreams(catalogue, [{ trackId, startAt: startAt + 90_000, msPlayed: 31_000 }]));
    timeline.add(
      scriptedStreams(catalogue, [
        { trackIndex: 2, kind: 'private', startAt: new Date(startAt), msPlayed: 40_000 },
      ]),
    );
    const streams = Array.from(timeline.between(0, startAt * 2));
    expect(streams.map(({ index, kind, endAt }) => [index, kind, endAt - startAt])).toEqual([
      [2, 'private', 40_000],
      [7, 'track', 121_000],
    ]);
    expect(streams.map(isListed)).toEqual([false, true]);
    expect(timeline.at(startAt + 100_000)?.index).toBe(7);
    expect(() => scriptedStreams(catalogue, [{ trackId: 'x', startAt, msPlayed: 1 }])).toThrow(RangeError);
  });
});
