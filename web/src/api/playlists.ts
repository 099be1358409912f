import type { Playlist } from '@analytics/contract/playlist';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

export type PlaylistSort = 'position' | 'name' | 'plays' | 'lastPlayed' | 'added';
export type PlaylistPlayed = 'never' | 'not-for-a-year';

/** Which rows of a playlist, and in which order. */
export interface PlaylistView {
  sort: PlaylistSort;
  order: 'asc' | 'desc';
  search?: string;
  played?: PlaylistPlayed;
  offset: number;
}

/** How many playlists, or rows of one, a page of a list has. */
export const pageSize = 50;
const scanPollMs = 2000;
const changesPageSize = 20;

const pollMs = (playlists: readonly Playlist[]): number | false =>
  playlists.some(({ state }) => state !== 'idle') ? scanPollMs : false;

/** A page of the watched playlists, by name, asked again while one of them is scanned or about to be. */
export const playlistPageQuery = (page: number) =>
  queryOptions({
    queryKey: ['playlists', 'list', page],
    queryFn: ({ signal }) =>
      request('GET /api/playlists', { query: { limit: pageSize, offset: (page - 1) * pageSize }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pollMs(state.data?.items ?? []),
  });

/** One watched playlist, asked again while it is scanned or about to be. */
export const playlistQuery = (id: number) =>
  queryOptions({
    queryKey: ['playlists', 'one', id],
    queryFn: ({ signal }) => request('GET /api/playlists/{id}', { params: { id }, signal }),
    refetchInterval: ({ state }) => pollMs(state.data === undefined ? [] : [state.data]),
  });

/** A page of what is in a playlist. Like the two below it changes with every scan. */
export const playlistTracksQuery = ({ id, lastScannedAt }: Playlist, view: PlaylistView) =>
  queryOptions({
    queryKey: ['playlists', 'tracks', id, lastScannedAt, view],
    queryFn: ({ signal }) =>
      request('GET /api/playlists/{id}/tracks', {
        params: { id },
        query: { ...view, limit: pageSize },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

/** How many tracks of a playlist were last played in which week. */
export const lastPlayedQuery = ({ id, lastScannedAt }: Playlist) =>
  queryOptions({
    queryKey: ['playlists', 'last-played', id, lastScannedAt],
    queryFn: ({ signal }) => request('GET /api/playlists/{id}/last-played', { params: { id }, signal }),
    placeholderData: keepPreviousData,
  });

/** What came into a playlist and left it, the latest first, page after page. */
export const playlistChangesQuery = ({ id, lastScannedAt }: Playlist) =>
  infiniteQueryOptions({
    queryKey: ['playlists', 'changes', id, lastScannedAt],
    queryFn: ({ pageParam, signal }) =>
      request('GET /api/playlists/{id}/changes', {
        params: { id },
        query: { limit: changesPageSize, offset: pageParam },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => nextOffset(pages.length * changesPageSize, total),
  });

/** The playlists of the listener's library at Spotify, page after page. */
export const ownPlaylistsQuery = infiniteQueryOptions({
  queryKey: ['own-playlists'],
  queryFn: ({ pageParam, signal }) =>
    request('GET /api/playlists/own', { query: { limit: pageSize, offset: pageParam }, signal }),
  initialPageParam: 0,
  getNextPageParam: ({ total }, pages) => nextOffset(pages.length * pageSize, total),
});

const nextOffset = (offset: number, total: number): number | undefined =>
  offset < total ? offset : undefined;
