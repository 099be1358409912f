/**
 * Endpoints that Spotify limits together: its quotas are per endpoint, and a lock of one must not stop the others. A 429 closes
 * one family only, for every worker of the instance, and stays closed across restarts.
 */
export type EndpointFamily =
  | 'me'
  | 'currently-playing'
  | 'recently-played'
  | 'playlists'
  | 'tracks'
  | 'albums'
  | 'artists'
  | 'search';

/** What a call is for, the most urgent first. */
export type Priority = 'sign-in' | 'now-playing' | 'history' | 'playlists' | 'enrichment';

/** What the calls of each family are for. */
export const PRIORITIES: Record<EndpointFamily, Priority> = {
  me: 'sign-in',
  'currently-playing': 'now-playing',
  'recently-played': 'history',
  playlists: 'playlists',
  tracks: 'enrichment',
  albums: 'enrichment',
  artists: 'enrichment',
  search: 'enrichment',
};
