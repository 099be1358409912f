import type { JudgedTrack } from './judged-track.ts';
import { isRefusal, judge, type Verdict } from './same-recording.ts';

export type JoinReason = 'hand' | 'isrc' | 'sequence' | 'title';

/** The lower, the stronger. */
export const STRENGTH: Record<JoinReason, number> = { hand: 0, isrc: 1, sequence: 2, title: 3 };

/** Two tracks by their ids, the lower first. */
export type TrackPair = readonly [number, number];

/** What was decided by hand of two tracks. */
export interface Decision {
  readonly pair: TrackPair;
  readonly joined: boolean;
}

export interface Grouping {
  /** Every track in exactly one group; ids ascend. */
  readonly groups: readonly (readonly number[])[];
  /** Why each track that is not alone is with others: the strongest reason that holds it. */
  readonly reasons: ReadonlyMap<number, JoinReason>;
}

/** Groups that are still growing: parts are what the program has joined, wholes what decisions make of them. */
export class OpenGrouping {
  readonly #tracks: ReadonlyMap<number, JudgedTrack>;
  readonly #parts: Map<number, Set<number>>;
  readonly #wholes: Map<number, Set<number>>;
  readonly #splits = new Map<number, Set<number>>();
  readonly #reasons = new Map<number, JoinReason>();

  constructor(tracks: readonly JudgedTrack[], decisions: readonly Decision[]) {
    this.#tracks = new Map(tracks.map((track) => [track.id, track]));
    this.#parts = new Map(tracks.map(({ id }) => [id, new Set([id])]));
    this.#wholes = new Map(tracks.map(({ id }) => [id, new Set([id])]));
    for (const { pair, joined } of decisions) if (!joined) this.#split(...pair);
    for (const { pair, joined } of decisions) if (joined) this.#joinByHand(...pair);
  }

  track(id: number): JudgedTrack | undefined {
    return this.#tracks.get(id);
  }

  areTogether(a: JudgedTrack, b: JudgedTrack): boolean {
    return membersOf(this.#wholes, a.id) === membersOf(this.#wholes, b.id);
  }

  /** Joins what two tracks belong to, unless somebody has split it or the judge refuses any pair of it. */
  join(a: JudgedTrack, b: JudgedTrack, reason: JoinReason): void {
    const [first, second] = [membersOf(this.#parts, a.id), membersOf(this.#parts, b.id)];
    if (first === second) return;
    if (!this.areTogether(a, b) && this.#isSplit(a.id, b.id)) return;
    const refuses = (verdict: Verdict) =>
      reason === 'title' ? isRefusal(verdict) : verdict === 'other-recording';
    for (const one of first) {
      for (const other of second) if (refuses(this.#judge(one, other))) return;
    }
    unite(this.#parts, a.id, b.id);
    this.#unite(a.id, b.id, reason);
  }

  result(): Grouping {
    const groups = [...new Set(this.#wholes.values())].map((members) => [...members].sort((a, b) => a - b));
    return { groups: groups.sort(([a = 0], [b = 0]) => a - b), reasons: this.#reasons };
  }

  /** A split counts more than a join that would bring it together by a detour. */
  #joinByHand(a: number, b: number): void {
    if (!this.#tracks.has(a) || !this.#tracks.has(b) || this.#isSplit(a, b)) return;
    this.#unite(a, b, 'hand');
  }

  #split(a: number, b: number): void {
    for (const [one, other] of [[a, b] as const, [b, a] as const]) {
      this.#splits.set(one, (this.#splits.get(one) ?? new Set()).add(other));
    }
  }

  #isSplit(a: number, b: number): boolean {
    const other = membersOf(this.#wholes, b);
    for (const one of membersOf(this.#wholes, a)) {
      for (const split of this.#splits.get(one) ?? []) if (other.has(split)) return true;
    }
    return false;
  }

  #unite(a: number, b: number, reason: JoinReason): void {
    unite(this.#wholes, a, b);
    for (const id of [a, b]) {
      const known = this.#reasons.get(id);
      if (known === undefined || STRENGTH[reason] < STRENGTH[known]) this.#reasons.set(id, reason);
    }
  }

  #judge(a: number, b: number): Verdict {
    const [one, other] = [this.#tracks.get(a), this.#tracks.get(b)];
    return one && other ? judge(one, other) : 'unsure';
  }
}

function membersOf(sets: ReadonlyMap<number, Set<number>>, id: number): Set<number> {
  return sets.get(id) ?? new Set([id]);
}

function unite(sets: Map<number, Set<number>>, a: number, b: number): void {
  const [first, second] = [membersOf(sets, a), membersOf(sets, b)];
  if (first === second) return;
  const [larger, smaller] = first.size >= second.size ? [first, second] : [second, first];
  for (const id of smaller) {
    larger.add(id);
    sets.set(id, larger);
  }
}
