import { type RawBuilder, sql } from 'kysely';

/** A track as an export names it; its artist and album may be unknown. */
export interface NamedTrack {
  readonly spotifyId: string;
  readonly trackName: string;
  readonly artistName: string | null;
  readonly albumName: string | null;
}

/** Tracks as the relation that they are brought into the catalogue from. */
export function nameTracks(tracks: readonly NamedTrack[]): RawBuilder<unknown> {
  const rows = tracks.map(({ spotifyId, trackName, artistName, albumName }) => ({
    spotify_id: spotifyId,
    local_uri: null,
    track_name: trackName,
    artist_name: artistName,
    album_name: albumName,
    last_played_at: null,
  }));
  return sql`
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (spotify_id text, local_uri text, track_name text,
      artist_name text, album_name text, last_played_at timestamptz)`;
}
