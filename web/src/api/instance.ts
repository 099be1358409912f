import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

/** What the instance offers to someone who is not signed in. */
export const instanceQuery = queryOptions({
  queryKey: ['instance'],
  queryFn: ({ signal }) => request('GET /api/instance', { signal }),
});

/** The whole instance in figures. */
export const globalSummaryQuery = queryOptions({
  queryKey: ['global', 'summary'],
  queryFn: ({ signal }) => request('GET /api/global/summary', { signal }),
});

/** The whole instance over the last year. */
export const globalDailyQuery = queryOptions({
  queryKey: ['global', 'daily'],
  queryFn: ({ signal }) => request('GET /api/global/daily', { signal }),
});
