import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

/** Profile, settings and Spotify connection of the listener. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => request('GET /api/account', { signal }),
});

/** The Spotify app of the instance; the host's only. */
export const spotifyAppQuery = queryOptions({
  queryKey: ['spotify-app'],
  queryFn: ({ signal }) => request('GET /api/spotify-app', { signal }),
});

/** The state of the monitoring; asked again every half minute, as polls happen without the page. */
export const monitoringQuery = queryOptions({
  queryKey: ['monitoring'],
  queryFn: ({ signal }) => request('GET /api/monitoring', { signal }),
  refetchInterval: 30_000,
});
