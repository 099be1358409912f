import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Evidence, groupTracks } from './group-tracks.ts';
import { type JudgedTrack, readTrack, type TrackFacts } from './judged-track.ts';
import type { TrackPair } from './open-grouping.ts';
import { isRefusal, judge } from './same-recording.ts';

const NOTHING: Evidence = { sequences: [], decisions: [] };

const track = (id: number, over: Partial<TrackFacts> = {}): JudgedTrack =>
  readTrack({
    id,
    recordingId: id,
    name: 'Blue Lantern',
    artists: [{ id: 1, spotifyId: 'artist', name: 'The Rivers' }],
    isDescribed: true,
    album: 'Harbour',
    durationMs: 200_000,
    isrc: null,
    explicit: false,
    ...over,
  });

const named = (id: number, over: Partial<TrackFacts> = {}) =>
  track(id, { isDescribed: false, durationMs: null, explicit: null, ...over });

const groupsOf = (tracks: readonly JudgedTrack[], evidence: Partial<Evidence> = {}) =>
  groupTracks(tracks, { ...NOTHING, ...evidence }).groups;

describe('tracks are one recording', () => {
  test('by ISRC, title or a history, and the strongest reason is told', () => {
    const tracks = [
      track(1, { isrc: 'GBAAA0100001' }),
      track(2, { isrc: 'GBAAA0100001', explicit: true }),
      track(3, { name: 'Other' }),
      track(4, { name: 'Other', durationMs: 230_000 }),
      track(5, { name: 'Third' }),
      track(6, { name: 'Third - Remastered 2011' }),
    ];
    const { groups, reasons } = groupTracks(tracks, { ...NOTHING, sequences: [[3, 4]] });
    expect(groups).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect([...reasons].sort(([a], [b]) => a - b)).toEqual([
      [1, 'isrc'],
      [2, 'isrc'],
      [3, 'sequence'],
      [4, 'sequence'],
      [5, 'title'],
      [6, 'title'],
    ]);
  });

  test('and those that the judge refuses never meet through a third', () => {
    // 1 and 3 are 4 seconds apart, 2 stands between them.
    const chain = [track(1), track(2, { durationMs: 201_500 }), track(3, { durationMs: 204_000 })];
    expect(groupsOf(chain)).toEqual([[1, 2], [3]]);
    const explicit = [track(1), track(2, { explicit: null }), track(3, { explicit: true })];
    expect(groupsOf(explicit)).toEqual([[1, 2], [3]]);
    const shownByHistory = groupsOf([track(1), track(2, { name: 'Blue Lantern - Live' })], {
      sequences: [[1, 2]],
    });
    expect(shownByHistory).toEqual([[1], [2]]);
  });

  test('of unknown length, only where it is clear which', () => {
    const [album, single] = [track(1), track(2, { album: 'Lantern EP', durationMs: 260_000 })];
    expect(groupsOf([album, single, named(3)])).toEqual([[1, 3], [2]]);
    expect(groupsOf([album, single, named(3, { album: null })])).toEqual([[1], [2], [3]]);
    expect(groupsOf([album, named(2), named(3), named(4, { album: null })])).toEqual([[1, 2, 3, 4]]);
    expect(groupsOf([named(1), named(2, { album: 'Other' }), named(3, { album: null })])).toEqual([
      [1],
      [2],
      [3],
    ]);
  });
});

describe('a decision by hand', () => {
  const joined = (...pair: TrackPair) => ({ pair, joined: true });
  const split = (...pair: TrackPair) => ({ pair, joined: false });

  test('goes past the judge, in both directions', () => {
    const live = track(2, { name: 'Blue Lantern - Live' });
    expect(groupsOf([track(1), live], { decisions: [joined(1, 2)] })).toEqual([[1, 2]]);
    expect(groupsOf([track(1), track(2)], { decisions: [split(1, 2)] })).toEqual([[1], [2]]);
  });

  test('to split holds against a way round', () => {
    const tracks = [track(1), track(2), track(3)];
    expect(groupsOf(tracks, { decisions: [split(1, 2)] })).toEqual([[1, 3], [2]]);
    const isrc = 'GBAAA0100001';
    const closer = [track(1), track(2, { isrc }), track(3, { isrc })];
    expect(groupsOf(closer, { decisions: [split(1, 2)] })).toEqual([[1], [2, 3]]);
    expect(groupsOf(tracks, { decisions: [joined(1, 3), joined(2, 3), split(1, 2)] })).toEqual([[1, 3], [2]]);
  });

  test('to join takes new tracks in that belong to either', () => {
    const tracks = [track(1), track(2, { name: 'Live' }), track(3), track(4, { name: 'Live' })];
    expect(groupsOf(tracks, { decisions: [joined(1, 2)] })).toEqual([[1, 2, 3, 4]]);
  });
});

describe('whatever tracks there are', () => {
  const facts = fc.record(
    {
      name: fc.constantFrom('Song', 'Song - Remastered 2011', 'Song (Live)', 'Song (feat. B)', 'Intro', ''),
      artists: fc.constantFrom(
        [{ id: 1, spotifyId: 'a', name: 'A' }],
        [{ id: 2, spotifyId: null, name: 'The A' }],
        [
          { id: 1, spotifyId: 'a', name: 'A' },
          { id: 3, spotifyId: 'b', name: 'B' },
        ],
        [],
      ),
      isDescribed: fc.boolean(),
      album: fc.constantFrom('X', 'X (Deluxe)', 'Live at Y', null),
      durationMs: fc.constantFrom(null, 200_000, 202_000, 204_000),
      isrc: fc.constantFrom(null, null, 'GBAAA0100001', 'GBAAA0100002'),
      explicit: fc.constantFrom(null, true, false),
    },
    { requiredKeys: ['name', 'artists', 'isDescribed', 'album', 'durationMs', 'isrc', 'explicit'] },
  );
  const tracks = fc
    .array(facts, { minLength: 1, maxLength: 9 })
    .map((list) => list.map((over, index) => track(index + 1, over)));
  const pairs = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), {
      maxLength: 5,
      selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`,
    })
    .map((list) =>
      list.filter(([a, b]) => a !== b).map(([a, b]): TrackPair => [Math.min(a, b), Math.max(a, b)]),
    );
  const decisions = fc
    .tuple(pairs, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }))
    .map(([list, joins]) => list.map((pair, at) => ({ pair, joined: joins[at] === true })));

  test('each is in one group, and their order makes no difference', () => {
    fc.assert(
      fc.property(tracks, pairs, decisions, (list, sequences, decided) => {
        const evidence = { sequences, decisions: decided };
        const { groups, reasons } = groupTracks(list, evidence);
        expect(groups.flat().sort((a, b) => a - b)).toEqual(list.map(({ id }) => id));
        expect(groupTracks(list.toReversed(), evidence).groups).toEqual(groups);
        const together = groups.filter(({ length }) => length > 1).flat();
        expect([...reasons.keys()].sort((a, b) => a - b)).toEqual(together.sort((a, b) => a - b));
      }),
    );
  });

  test('no two that somebody has split are together, and of others none that the judge calls another recording', () => {
    fc.assert(
      fc.property(tracks, pairs, decisions, (list, sequences, decided) => {
        const judged = new Map(list.map((one) => [one.id, one]));
        const splits = decided.filter(({ joined }) => !joined).map(({ pair }) => pair.join(' '));
        for (const [evidence, isForbidden] of [
          [{ sequences, decisions: decided }, (a: number, b: number) => splits.includes(`${a} ${b}`)],
          [{ ...NOTHING, sequences }, (a: number, b: number) => verdict(a, b) === 'other-recording'],
          [NOTHING, (a: number, b: number) => isRefusal(verdict(a, b))],
        ] as const) {
          for (const group of groupTracks(list, evidence).groups) {
            for (const a of group)
              for (const b of group) if (a < b) expect([a, b, isForbidden(a, b)]).toEqual([a, b, false]);
          }
        }
        function verdict(a: number, b: number) {
          const [one, other] = [judged.get(a), judged.get(b)];
          return one && other ? judge(one, other) : 'unsure';
        }
      }),
    );
  });
});
