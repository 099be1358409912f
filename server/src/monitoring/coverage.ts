import type { CoverageSpan, UnknownReason } from '@analytics/contract/coverage';

/** A span that is known; instants in ms. Spans of different kinds may overlap. */
export interface KnownSpan {
  readonly kind: 'polled' | 'watched' | 'imported';
  readonly from: number;
  readonly to: number;
}

/** Where spans overlap, the first of these tells. */
const KINDS = ['watched', 'polled', 'imported'] as const;

/** The time from `from` to `to` without gaps and overlaps, in order: what is known of it, and what is not, and why. */
export function cutCoverage(known: readonly KnownSpan[], from: number, to: number): CoverageSpan[] {
  const cuts = [from, ...known.flatMap((span) => [span.from, span.to]), to]
    .filter((cut) => cut >= from && cut <= to)
    .sort((a, b) => a - b);
  const spans: CoverageSpan[] = [];
  for (const [index, begin] of cuts.entries()) {
    const end = cuts[index + 1];
    if (end === undefined || end === begin) continue;
    const kind = KINDS.find((each) =>
      known.some((span) => span.kind === each && span.from <= begin && span.to >= end),
    );
    const told = kind ? { kind } : { kind: 'unknown' as const, reason: findReason(known, begin, end) };
    const before = spans.at(-1);
    if (before?.kind === told.kind && before.reason === told.reason) before.to = new Date(end).toISOString();
    else spans.push({ from: new Date(begin).toISOString(), to: new Date(end).toISOString(), ...told });
  }
  return spans;
}

function findReason(known: readonly KnownSpan[], begin: number, end: number): UnknownReason {
  const monitored = known.filter((span) => span.kind !== 'imported');
  const before = monitored.filter((span) => span.to <= begin).sort((a, b) => b.to - a.to)[0];
  const after = monitored.filter((span) => span.from >= end).sort((a, b) => a.from - b.from)[0];
  if (before && !after) return 'not-polled-yet';
  return before?.kind === 'polled' && after?.kind === 'polled' ? 'too-many-plays' : 'not-monitored';
}
