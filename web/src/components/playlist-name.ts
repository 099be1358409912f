import type { Playlist } from '@analytics/contract/playlist';

/** What a playlist is called, also before Spotify has told. */
export const playlistName = ({ name, spotifyId }: Pick<Playlist, 'name' | 'spotifyId'>): string =>
  name === null || name === '' ? `Playlist ${spotifyId}` : name;
