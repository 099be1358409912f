import { type RawBuilder, sql } from 'kysely';

/** Of whose plays alone a statistic is to be; where more than one is named, of the plays that belong to all of them. */
export interface Focus {
  readonly trackId?: number | undefined;
  readonly artistId?: number | undefined;
  readonly albumId?: number | undefined;
}

/** The tracks whose plays are those of a track, that is its whole recording. */
export const tracksOfTrack = (id: number): RawBuilder<unknown> =>
  sql`select id from tracks where recording_id = (select recording_id from tracks where id = ${id})`;

export const tracksOfArtist = (id: number): RawBuilder<unknown> =>
  sql`select track_id as id from track_artists where artist_id = ${id}`;

export const tracksOfAlbum = (id: number): RawBuilder<unknown> =>
  sql`select id from tracks where album_id = ${id}`;

/** The tracks in focus; undefined for all. */
export function tracksOf({ trackId, artistId, albumId }: Focus): RawBuilder<unknown> | undefined {
  const parts = [
    ...(trackId === undefined ? [] : [tracksOfTrack(trackId)]),
    ...(artistId === undefined ? [] : [tracksOfArtist(artistId)]),
    ...(albumId === undefined ? [] : [tracksOfAlbum(albumId)]),
  ];
  return parts.length === 0 ? undefined : sql.join(parts, sql` intersect `);
}
