import { type RawBuilder, sql } from 'kysely';
import type { DuplicateVerdict } from './match-plays.ts';

/** A row that is a stored play already. */
export interface RowMatch {
  readonly row: number;
  readonly verdict: DuplicateVerdict;
  readonly playId: number;
  /** Whether the play may learn something from the row. */
  readonly enriches: boolean;
}

/**
 * Which incoming rows are stored plays already, as a relation: `row`, `verdict`, `play_id`, `enriches`. A poll has its few in
 * memory, an import keeps them in a table.
 */
export type RowMatches = RawBuilder<unknown>;

/** Matches in memory as a relation. */
export function rowMatches(matches: readonly RowMatch[]): RowMatches {
  return sql`
    select * from unnest(
      ${matches.map(({ row }) => row)}::integer[],
      ${matches.map(({ verdict }) => verdict)}::import_verdict[],
      ${matches.map(({ playId }) => playId)}::bigint[],
      ${matches.map(({ enriches }) => enriches)}::boolean[]
    ) as m (row, verdict, play_id, enriches)`;
}
