import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

const lookEveryMs = 15_000;
/** While an instance starts, its workers have not reported yet. */
const lookForWorkersEveryMs = 2_000;

/** How the instance fares; more than its readiness for the host only. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => request('GET /api/status', { signal }),
  refetchInterval: ({ state }) => (state.data?.workers?.length === 0 ? lookForWorkersEveryMs : lookEveryMs),
});

/** All listeners, as the host may see them. */
export const listenersQuery = queryOptions({
  queryKey: ['listeners'],
  queryFn: async ({ signal }) => (await request('GET /api/instance/listeners', { signal })).items,
  refetchInterval: lookEveryMs,
});

/** The invitations that nobody has used yet. */
export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async ({ signal }) => (await request('GET /api/invitations', { signal })).items,
  refetchInterval: lookEveryMs,
});
