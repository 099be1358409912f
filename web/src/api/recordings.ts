import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

/** How many recordings a page of the list has. */
export const pageSize = 20;
const decisionsPageSize = 20;

/** A page of what was joined of the listener's tracks, the most played first. */
export const recordingsQuery = (view: { search?: string; page: number }) =>
  queryOptions({
    queryKey: ['recordings', 'list', view],
    queryFn: ({ signal }) =>
      request('GET /api/recordings', {
        query: { search: view.search, limit: pageSize, offset: (view.page - 1) * pageSize },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

/** What was decided by hand, the latest first, page after page. */
export const decisionsQuery = infiniteQueryOptions({
  queryKey: ['recordings', 'decisions'],
  queryFn: ({ pageParam, signal }) =>
    request('GET /api/recordings/decisions', {
      query: { limit: decisionsPageSize, offset: pageParam },
      signal,
    }),
  initialPageParam: 0,
  getNextPageParam: ({ total }, pages) =>
    pages.length * decisionsPageSize < total ? pages.length * decisionsPageSize : undefined,
});
