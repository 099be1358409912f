import type { LeaderboardEntry, LeaderboardKind } from '../api/leaderboard.ts';
import { type Page, pages } from '../components/pages.ts';

/** One line of the search: what it is called, and where it leads. */
export interface Find {
  id: string;
  name: string;
  byline: string;
  /** Undefined for a page, which has an icon instead. */
  imageUrl?: string | null;
  icon?: Page['icon'];
  place: Place;
}

/** An address of the dashboard. */
export interface Place {
  to: Page['to'];
  search: { range?: 'all'; search?: string };
}

/** The pages whose names contain what was typed; all of them before anything is. */
export const findPages = (text: string): Find[] =>
  pages
    .filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
    .map(({ to, name, icon }) => ({ id: to, name, byline: '', icon, place: { to, search: {} } }));

/** Makes a line of the search of a row of a leaderboard. */
export const findEntry = (kind: LeaderboardKind, { id, name, byline, imageUrl }: LeaderboardEntry): Find => ({
  id: `${kind}-${id}`,
  name,
  byline,
  imageUrl,
  place: placeOf(kind, name, byline),
});

/** Every play of a track, and the tracks of an artist or an album, in all time. */
function placeOf(kind: LeaderboardKind, name: string, byline: string): Place {
  // Names of artists may have commas in them, but the words before the first one are enough to find the track.
  const [artist = ''] = byline.split(',');
  if (kind === 'artists') return { to: '/spotify/analytics/tracks', search: { range: 'all', search: name } };
  const search = { range: 'all', search: `${name} ${artist}`.trim() } as const;
  return { to: kind === 'tracks' ? '/spotify/analytics/history' : '/spotify/analytics/tracks', search };
}
