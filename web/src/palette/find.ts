import type { LeaderboardEntry, LeaderboardKind } from '../api/leaderboard.ts';
import { entryPlace } from '../components/entry-place.ts';
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
type Place = (ReturnType<typeof entryPlace> | { to: Page['to'] }) & { search: { range?: 'all' } };

/** The pages whose names contain what was typed; all of them before anything is. */
export const findPages = (text: string): Find[] =>
  pages
    .filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
    .map(({ to, name, icon }) => ({ id: to, name, byline: '', icon, place: { to, search: {} } }));

/** Makes a line of the search of a row of a leaderboard. It was found in all time, and so that is what its page shows. */
export const findEntry = (kind: LeaderboardKind, { id, name, byline, imageUrl }: LeaderboardEntry): Find => ({
  id: `${kind}-${id}`,
  name,
  byline,
  imageUrl,
  place: { ...entryPlace(kind, id), search: { range: 'all' } },
});
