import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JudgedTrack, readTrack, type TrackFacts } from './judged-track.ts';
import { judge } from './same-recording.ts';

interface Pair {
  line: string;
  isSame: boolean;
  tracks: [JudgedTrack, JudgedTrack];
}

const ids = new Map<string, number>();
const idOf = (name: string) => {
  const id = ids.get(name) ?? ids.size + 1;
  ids.set(name, id);
  return id;
};

const pairs = readFileSync(new URL('./same-recording.pairs.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^[=!] /.test(line))
  .map(readPair);

function readPair(line: string): Pair {
  const [first = [], second = []] = line
    .slice(2)
    .split('>>')
    .map((track) => track.split('~').map((field) => field.trim()));
  const others = [0, 1, 2, 3, 4].map((at) => {
    const field = second[at];
    return field === undefined || field === '^' ? (first[at] ?? '') : field;
  });
  return {
    line,
    isSame: line.startsWith('='),
    tracks: [toTrack(1, first), toTrack(2, [...others, second[5] ?? ''])],
  };
}

function toTrack(
  id: number,
  [artists = '', name = '', album = '', length = '', explicit = '', isrc = '']: string[],
) {
  const [minutes, seconds] = length.split(':').map(Number);
  return readTrack({
    id,
    recordingId: id,
    name,
    // The spellings of one artist's name come from exports, where ids are not known.
    artists: artists.split(';').map((artist) => ({ id: idOf(artist), spotifyId: null, name: artist })),
    isDescribed: length !== '',
    album: album || null,
    durationMs:
      minutes === undefined || seconds === undefined ? null : Math.round((minutes * 60 + seconds) * 1000),
    isrc: isrc || null,
    explicit: explicit === '' ? null : explicit === 'e',
  });
}

const isJoined = ({ tracks: [a, b] }: Pair) => ['isrc', 'title', 'names'].includes(judge(a, b));

describe('the labelled pairs', () => {
  const joined = pairs.filter(isJoined);
  const right = joined.filter(({ isSame }) => isSame);
  const same = pairs.filter(({ isSame }) => isSame);

  test('are at least 300, of both kinds', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(300);
    expect(same.length).toBeGreaterThan(100);
    expect(pairs.length - same.length).toBeGreaterThan(100);
  });

  test('are judged with a precision of at least 0.99', () => {
    const wrong = joined.filter(({ isSame }) => !isSame).map(({ line }) => line);
    expect(right.length / joined.length, wrong.join('\n')).toBeGreaterThanOrEqual(0.99);
  });

  test('are judged with a recall of at least 0.95', () => {
    const missed = same.filter((pair) => !isJoined(pair)).map(({ line }) => line);
    expect(right.length / same.length, missed.join('\n')).toBeGreaterThanOrEqual(0.95);
  });

  test('are judged alike in both directions', () => {
    for (const { tracks, line } of pairs) {
      const [a, b] = tracks;
      expect(judge(b, a), line).toBe(judge(a, b));
    }
  });
});

describe('judge', () => {
  const track = (over: Partial<TrackFacts>): JudgedTrack =>
    readTrack({
      id: 1,
      recordingId: 1,
      name: 'Blue Lantern',
      artists: [{ id: 1, spotifyId: 'artist', name: 'The Rivers' }],
      isDescribed: true,
      album: 'Harbour',
      durationMs: 200_000,
      isrc: null,
      explicit: false,
      ...over,
    });

  test('takes artists of one name with two ids for two artists, whatever the ISRC', () => {
    const isrc = 'GBAAA0100001';
    const other = track({ isrc, artists: [{ id: 2, spotifyId: 'other artist', name: 'The Rivers' }] });
    expect(judge(track({ isrc }), other)).toBe('other-recording');
    const named = track({ isrc, artists: [{ id: 3, spotifyId: null, name: 'Rivers' }] });
    expect(judge(track({ isrc }), named)).toBe('isrc');
  });

  test('allows 3 seconds of difference and no more', () => {
    expect(judge(track({}), track({ durationMs: 203_000 }))).toBe('title');
    expect(judge(track({}), track({ durationMs: 203_001 }))).toBe('other-length');
  });

  test('takes an ISRC that is none for unknown', () => {
    const isrc = 'unknown';
    expect(judge(track({ isrc }), track({ isrc, durationMs: 260_000 }))).toBe('other-length');
  });

  test('is unsure where a track is no more than a name that others spell differently', () => {
    const name = { isDescribed: false, album: null, durationMs: null, explicit: null };
    expect(judge(track({}), track({ ...name, name: 'BLUE LANTERN' }))).toBe('names');
    expect(judge(track({}), track({ ...name, name: 'Blue Lantern - Remastered' }))).toBe('unsure');
  });

  test('reads whatever a title may be, and finds a track to be itself', () => {
    const piece = fc.oneof(
      fc.constantFrom('(', ')', '[', ' - ', 'feat. ', 'Live', 'Remastered 2011', '/', '–', '"', '\u0001'),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    );
    const title = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(title, title, (name, album) => {
        const one = track({ name: `${name}x`, album });
        expect(one.text).not.toBe('');
        expect(['title', 'unsure']).toContain(judge(one, one));
      }),
    );
  });
});
