import type { Album, AlbumRow } from '@analytics/contract/album';
import type { Artist, ArtistRow } from '@analytics/contract/artist';
import type { Track, TrackRow } from '@analytics/contract/track';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Period } from '../calendar/period.ts';
import { request } from './request.ts';

export type LeaderboardKind = 'tracks' | 'artists' | 'albums';
export type LeaderboardSort = 'plays' | 'ms' | 'name' | 'lastPlayed';

/** Which rows of a leaderboard, and in which order. */
export interface LeaderboardView extends Period {
  sort?: LeaderboardSort;
  order?: 'asc' | 'desc';
  search?: string;
  limit?: number;
  offset?: number;
}

/** One row, whatever it ranks. */
export interface LeaderboardEntry {
  id: number;
  rank: number;
  name: string;
  byline: string;
  imageUrl: string | null;
  spotifyUrl: string | null;
  plays: number;
  ms: number;
  share: number;
  firstPlayedAt: string;
  lastPlayedAt: string;
}

const names = (artists: { name: string }[]): string => artists.map((artist) => artist.name).join(', ');

/** A track as a list shows it, beside its figures; artists and albums alike. */
export const trackDescription = ({ id, name, artists, album, spotifyUrl }: Track) => ({
  id,
  name,
  byline: names(artists),
  imageUrl: album?.imageUrl ?? null,
  spotifyUrl,
});
export const artistDescription = (artist: Artist) => ({ ...artist, byline: '' });
export const albumDescription = (album: Album) => ({ ...album, byline: names(album.artists) });

/** A row of a track as one of whatever it ranks; artists and albums alike. */
export const trackEntry = ({ track, ...row }: TrackRow) => ({ ...row, ...trackDescription(track) });
export const artistEntry = ({ artist, ...row }: ArtistRow) => ({ ...row, ...artistDescription(artist) });
export const albumEntry = ({ album, ...row }: AlbumRow) => ({ ...row, ...albumDescription(album) });

interface LeaderboardPage {
  total: number;
  entries: LeaderboardEntry[];
}
type FetchPage = (input: { query: LeaderboardView; signal?: AbortSignal }) => Promise<LeaderboardPage>;

const fetchPage: Record<LeaderboardKind, FetchPage> = {
  tracks: async (input) => {
    const { total, items } = await request('GET /api/tracks', input);
    return { total, entries: items.map(trackEntry) };
  },
  artists: async (input) => {
    const { total, items } = await request('GET /api/artists', input);
    return { total, entries: items.map(artistEntry) };
  },
  albums: async (input) => {
    const { total, items } = await request('GET /api/albums', input);
    return { total, entries: items.map(albumEntry) };
  },
};

/** One page of a leaderboard. */
export const leaderboardQuery = (kind: LeaderboardKind, view: LeaderboardView) =>
  queryOptions({
    queryKey: ['leaderboard', kind, view],
    queryFn: ({ signal }) => fetchPage[kind]({ query: view, signal }),
    placeholderData: keepPreviousData,
  });

const largestPage = 200;

/** Every row of a leaderboard, whatever page the view is of; `onPart` hears how much of it is there, 0 to 1. */
export async function fetchEntries(
  kind: LeaderboardKind,
  view: LeaderboardView,
  onPart: (part: number) => void,
): Promise<LeaderboardEntry[]> {
  const entries: LeaderboardEntry[] = [];
  for (;;) {
    const query = { ...view, limit: largestPage, offset: entries.length };
    const page = await fetchPage[kind]({ query });
    entries.push(...page.entries);
    if (page.entries.length === 0 || entries.length >= page.total) return entries;
    onPart(entries.length / page.total);
  }
}
