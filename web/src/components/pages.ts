import type { IconName } from './icon.tsx';

interface PageLink {
  to: string;
  name: string;
  icon: IconName;
}

/** The pages that a phone has in the bar at its bottom, beside the button for all others. */
export const mainPages = [
  { to: '/spotify/analytics/', name: 'Overview', icon: 'overview' },
  { to: '/spotify/analytics/history', name: 'History', icon: 'history' },
  { to: '/spotify/analytics/tracks', name: 'Tracks', icon: 'tracks' },
  { to: '/spotify/analytics/artists', name: 'Artists', icon: 'artists' },
] as const satisfies PageLink[];

/** Further pages about what was played. */
export const otherPages = [
  { to: '/spotify/analytics/albums', name: 'Albums', icon: 'albums' },
  { to: '/spotify/analytics/playlists', name: 'Playlists', icon: 'playlists' },
  { to: '/spotify/analytics/habits', name: 'Habits', icon: 'habits' },
  { to: '/spotify/analytics/year', name: 'Year', icon: 'year' },
] as const satisfies PageLink[];

/** Pages about where the plays come from, and about the account. */
export const upkeepPages = [
  { to: '/spotify/analytics/import', name: 'Import', icon: 'import' },
  { to: '/spotify/analytics/settings', name: 'Settings', icon: 'settings' },
] as const satisfies PageLink[];

/** How the instance fares, for its host alone. */
export const hostPage = {
  to: '/spotify/analytics/host',
  name: 'Host',
  icon: 'host',
} as const satisfies PageLink;

/** Every page that the navigation leads everybody to. */
export const pages = [...mainPages, ...otherPages, ...upkeepPages] as const;
export type Page = (typeof pages)[number] | typeof hostPage;
