import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

const pendingMs = 2000;

/** Profile, settings and Spotify connection of the listener; asked again while new settings do not hold yet. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => request('GET /api/account', { signal }),
  refetchInterval: ({ state }) => (state.data?.settingsPending === true ? pendingMs : false),
});

/** How many plays would count by each of the counting rules. */
export const countingRulesQuery = queryOptions({
  queryKey: ['plays', 'counting-rules'],
  queryFn: async ({ signal }) => (await request('GET /api/account/counting-rules', { signal })).items,
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

/** The personal access tokens of the listener. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => (await request('GET /api/account/tokens', { signal })).items,
});
