import type { Row, Stored } from './matching.ts';

/** A moment at which a stored play may have ended. */
export interface Moment {
  at: number;
  stored: Stored;
}

interface Node {
  at: number;
  row: Row | null;
  stored: Stored | null;
  before: number;
  after: number;
  gone: boolean;
}

interface Pair {
  distance: number;
  left: number;
  right: number;
}

/**
 * Joins rows and moments nearest pairs first, one to one, none further apart than `reachMs`. On one time axis the
 * nearest free pair always stands side by side, so a list of neighbours and a heap find it in n log n. Ties go
 * to the earlier pair; leaving out a row that found no partner changes nothing for the others.
 */
export function joinNearest(
  rows: readonly Row[],
  moments: readonly Moment[],
  reachMs: number,
  join: (row: Row, stored: Stored) => void,
): void {
  const nodes = lineUp(rows, moments);
  const heap: Pair[] = [];
  const consider = (left: number, right: number): void => {
    const a = nodes[left];
    const b = nodes[right];
    if (!a || !b || !a.row === !b.row) return;
    const distance = b.at - a.at;
    if (distance <= reachMs) push(heap, { distance, left, right });
  };
  const unlink = (node: Node): void => {
    node.gone = true;
    const before = nodes[node.before];
    const after = nodes[node.after];
    if (before) before.after = node.after;
    if (after) after.before = node.before;
  };
  for (let right = 1; right < nodes.length; right += 1) consider(right - 1, right);
  for (let pair = pop(heap); pair; pair = pop(heap)) {
    const a = nodes[pair.left];
    const b = nodes[pair.right];
    const row = a?.row ?? b?.row;
    const stored = a?.stored ?? b?.stored;
    if (!a || !b || !row || !stored || a.gone || b.gone) continue;
    const moment = a.row ? b : a;
    if (!stored.partner) {
      join(row, stored);
      unlink(moment === a ? b : a);
    }
    // Also a further moment of a play that is taken by now: it leaves the line and its neighbours meet.
    unlink(moment);
    consider(moment.before, moment.after);
  }
}

function lineUp(rows: readonly Row[], moments: readonly Moment[]): Node[] {
  const nodes: Node[] = [];
  for (const row of rows)
    nodes.push({ at: row.endAt, row, stored: null, before: -1, after: -1, gone: false });
  for (const { at, stored } of moments)
    nodes.push({ at, row: null, stored, before: -1, after: -1, gone: false });
  nodes.sort((a, b) => a.at - b.at);
  for (const [index, node] of nodes.entries()) {
    node.before = index - 1;
    node.after = index + 1;
  }
  return nodes;
}

function isLess(a: Pair | undefined, b: Pair | undefined): boolean {
  if (!a || !b) return false;
  return a.distance === b.distance ? a.left < b.left : a.distance < b.distance;
}

function push(heap: Pair[], pair: Pair): void {
  let hole = heap.push(pair) - 1;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    const above = heap[parent];
    if (!above || !isLess(pair, above)) break;
    heap[hole] = above;
    hole = parent;
  }
  heap[hole] = pair;
}

function pop(heap: Pair[]): Pair | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (!top || !last || heap.length === 0) return top;
  let hole = 0;
  for (;;) {
    let child = hole * 2 + 1;
    if (isLess(heap[child + 1], heap[child])) child += 1;
    const below = heap[child];
    if (!below || !isLess(below, last)) break;
    heap[hole] = below;
    hole = child;
  }
  heap[hole] = last;
  return top;
}
