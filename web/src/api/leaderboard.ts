import type { AlbumRow } from '@analytics/contract/album';
import type { ArtistRow } from '@analytics/contract/artist';
import type { TrackRow } from '@analytics/contract/track';
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

const trackEntry = ({ track, ...row }: TrackRow): LeaderboardEntry => ({
  ...row,
  id: track.id,
  name: track.name,
  byline: names(track.artists),
  imageUrl: track.album?.imageUrl ?? null,
  spotifyUrl: track.spotifyUrl,
});
const artistEntry = ({ artist, ...row }: ArtistRow): LeaderboardEntry => ({ ...row, ...artist, byline: '' });
const albumEntry = ({ album, ...row }: AlbumRow): LeaderboardEntry => ({
  ...row,
  ...album,
  byline: names(album.artists),
});

interface LeaderboardPage {
  total: number;
  entries: LeaderboardEntry[];
}
type FetchPage = (query: LeaderboardView, signal: AbortSignal) => Promise<LeaderboardPage>;

const fetchPage: Record<LeaderboardKind, FetchPage> = {
  tracks: async (query, signal) => {
    const { total, items } = await request('GET /api/tracks', { query, signal });
    return { total, entries: items.map(trackEntry) };
  },
  artists: async (query, signal) => {
    const { total, items } = await request('GET /api/artists', { query, signal });
    return { total, entries: items.map(artistEntry) };
  },
  albums: async (query, signal) => {
    const { total, items } = await request('GET /api/albums', { query, signal });
    return { total, entries: items.map(albumEntry) };
  },
};

/** One page of a leaderboard. */
export const leaderboardQuery = (kind: LeaderboardKind, view: LeaderboardView) =>
  queryOptions({
    queryKey: ['leaderboard', kind, view],
    queryFn: ({ signal }) => fetchPage[kind](view, signal),
    placeholderData: keepPreviousData,
  });
