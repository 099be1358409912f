import type { JudgedTrack } from './judged-track.ts';
import {
  type Decision,
  type Grouping,
  type JoinReason,
  OpenGrouping,
  STRENGTH,
  type TrackPair,
} from './open-grouping.ts';
import { judge, type Verdict } from './same-recording.ts';

/** What is known of tracks besides what they are called. */
export interface Evidence {
  /** Pairs that histories have shown to be one recording under two ids. */
  readonly sequences: readonly TrackPair[];
  /** What was decided by hand, what counts most first; no pair twice. */
  readonly decisions: readonly Decision[];
}

interface Edge {
  readonly a: JudgedTrack;
  readonly b: JudgedTrack;
  readonly reason: JoinReason;
  readonly lengthDifference: number;
}

/**
 * Makes recordings of tracks: a function of what is known and decided, whatever they belonged to before and in whatever
 * order they came. Two tracks that the judge refuses to join never meet in a recording through a third one; only decisions
 * by hand go past the judge.
 */
export function groupTracks(tracks: readonly JudgedTrack[], evidence: Evidence): Grouping {
  const grouping = new OpenGrouping(tracks, evidence.decisions);
  for (const edge of listEdges(tracks, evidence, grouping)) grouping.join(edge.a, edge.b, edge.reason);
  joinByNames(tracks, grouping);
  return grouping.result();
}

/** The pairs that something says are one recording, the strongest first. */
function listEdges(tracks: readonly JudgedTrack[], evidence: Evidence, grouping: OpenGrouping): Edge[] {
  const edges: Edge[] = [];
  const add = (a: JudgedTrack, b: JudgedTrack, reason: JoinReason) => {
    edges.push({ a, b, reason, lengthDifference: Math.abs((a.durationMs ?? 0) - (b.durationMs ?? 0)) });
  };
  for (const [low, high] of evidence.sequences) {
    const [a, b] = [grouping.track(low), grouping.track(high)];
    if (a && b) add(a, b, 'sequence');
  }
  for (const [a, b] of pairsOf(tracks, ({ isrc }) => isrc)) if (judge(a, b) === 'isrc') add(a, b, 'isrc');
  for (const [a, b] of pairsOf(tracks, titleKey)) if (judge(a, b) === 'title') add(a, b, 'title');
  return edges.sort(
    (x, y) =>
      STRENGTH[x.reason] - STRENGTH[y.reason] ||
      x.lengthDifference - y.lengthDifference ||
      x.a.id - y.a.id ||
      x.b.id - y.b.id,
  );
}

/** What tracks share that titles may join: title and main artist; null where either is missing. */
export function titleKey({ mainArtist, text }: JudgedTrack): string | null {
  return mainArtist === '' || text === '' ? null : `${mainArtist}\n${text}`;
}

/** The pairs that share a key, the track with the lower id first. */
function* pairsOf(tracks: readonly JudgedTrack[], keyOf: (track: JudgedTrack) => string | null) {
  for (const alike of Map.groupBy(tracks, keyOf)) {
    const [key, members] = alike;
    if (key === null) continue;
    const sorted = members.toSorted((a, b) => a.id - b.id);
    for (const [place, a] of sorted.entries()) {
      for (const b of sorted.slice(place + 1)) yield [a, b] as const;
    }
  }
}

/**
 * Lets tracks of unknown length go with those of the same names, unless these are several recordings: then nobody knows
 * which of them it is.
 */
function joinByNames(tracks: readonly JudgedTrack[], grouping: OpenGrouping): void {
  const named = tracks.filter(({ durationMs }) => durationMs === null);
  if (named.length === 0) return;
  const byKey = Map.groupBy(tracks, titleKey);
  // Those of a known album first, and among themselves: one without may be of any of these albums.
  named.sort((a, b) => Number(a.album === null) - Number(b.album === null) || a.id - b.id);
  for (const track of named) {
    const key = titleKey(track);
    if (key === null) continue;
    const alike = (byKey.get(key) ?? []).filter(
      (other) =>
        other !== track && (track.album === null || other.album !== null) && judge(track, other) === 'names',
    );
    if (isAmbiguous(alike, grouping)) continue;
    for (const other of alike) grouping.join(track, other, 'title');
  }
}

const SAME: ReadonlySet<Verdict> = new Set(['isrc', 'title', 'names']);

function isAmbiguous(alike: readonly JudgedTrack[], grouping: OpenGrouping): boolean {
  return alike.some((a) =>
    alike.some((b) => a.id < b.id && !grouping.areTogether(a, b) && !SAME.has(judge(a, b))),
  );
}
