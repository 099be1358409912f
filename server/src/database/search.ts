import { type RawBuilder, sql } from 'kysely';

/** What `searchable(…)` has to be like, all of it: every word anywhere, in any order, without accents and case. */
export function searchPatterns(search: string): RawBuilder<unknown> {
  const words = search
    .replaceAll('\0', '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  return sql`(select array_agg(searchable(w)) from unnest(${words}::text[]) w)::text[]`;
}
