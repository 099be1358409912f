import type { LeaderboardKind } from '../api/leaderboard.ts';

/** The address of the page of one track, artist or album. */
export function entryPlace(kind: LeaderboardKind, id: number) {
  const text = String(id);
  if (kind === 'tracks')
    return { to: '/spotify/analytics/tracks/$trackId', params: { trackId: text } } as const;
  return kind === 'artists'
    ? ({ to: '/spotify/analytics/artists/$artistId', params: { artistId: text } } as const)
    : ({ to: '/spotify/analytics/albums/$albumId', params: { albumId: text } } as const);
}
