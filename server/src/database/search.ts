import { type RawBuilder, sql } from 'kysely';

/**
 * The condition that a text has every word of a search, in any order, without regard to accents and case. Where the words may stand
 * in several texts, each word has to stand in one of them: `hasWord` says in which, given what `searchable(…)` of it has to be like.
 */
export function hasEveryWord(
  search: string,
  hasWord: (pattern: RawBuilder<string>) => RawBuilder<boolean>,
): RawBuilder<boolean> {
  const words = search
    .replaceAll('\0', '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const conditions = words.map((word) => {
    const escaped = word.replaceAll(/[\\%_]/g, String.raw`\$&`);
    // In a subselect it is made once instead of for every row.
    return hasWord(sql<string>`(select searchable(${`%${escaped}%`}::text))`);
  });
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/**
 * The condition that a track, `k`, is called so: by its own name, that of its album or of one of its artists. `artists` and `albums`
 * are relations with the ids of those that come into question.
 */
export const isTrackCalled = (
  search: string,
  { artists, albums }: { artists: RawBuilder<unknown>; albums: RawBuilder<unknown> },
): RawBuilder<boolean> =>
  hasEveryWord(
    search,
    (pattern) => sql<boolean>`(
      searchable(k.name) like ${pattern}
      or k.album_id in (select b.id from albums b where b.id in (${albums}) and searchable(b.name) like ${pattern})
      or k.id in (
        select t.track_id from artists a join track_artists t on t.artist_id = a.id
        where a.id in (${artists}) and searchable(a.name) like ${pattern}))`,
  );
