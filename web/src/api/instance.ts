import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

/** What the instance offers to someone who is not signed in. */
export const instanceQuery = queryOptions({
  queryKey: ['instance'],
  queryFn: ({ signal }) => request('GET /api/instance', { signal }),
});

/** Until when an invitation can be used; null when it cannot. Whoever uses it is told if that changes meanwhile. */
export const invitationQuery = (invitation: string) =>
  queryOptions({
    queryKey: ['invitation', invitation],
    queryFn: async ({ signal }) =>
      (await request('POST /api/invitations/check', { body: { invitation }, signal })).endsAt,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The whole instance in figures. */
export const globalSummaryQuery = queryOptions({
  queryKey: ['global', 'summary'],
  queryFn: ({ signal }) => request('GET /api/global/summary', { signal }),
});

/** The whole instance by hour of the day. */
export const globalHourlyQuery = queryOptions({
  queryKey: ['global', 'hourly'],
  queryFn: ({ signal }) => request('GET /api/global/hourly', { signal }),
});

/** What the whole instance plays most. */
export const globalTopQuery = queryOptions({
  queryKey: ['global', 'top'],
  queryFn: ({ signal }) => request('GET /api/global/top', { signal }),
});

/** What the host has decided about the instance; the host's only. */
export const instanceSettingsQuery = queryOptions({
  queryKey: ['instance-settings'],
  queryFn: ({ signal }) => request('GET /api/instance/settings', { signal }),
});

/** The whole instance over the last year. */
export const globalDailyQuery = queryOptions({
  queryKey: ['global', 'daily'],
  queryFn: ({ signal }) => request('GET /api/global/daily', { signal }),
});
