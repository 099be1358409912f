import type { PlaySource } from '@analytics/contract/play';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Period } from '../calendar/period.ts';
import { request } from './request.ts';
import type { Focus } from './stats.ts';

/** What the history is narrowed down to. */
export interface PlayFilter extends Period, Focus {
  search?: string;
  source?: PlaySource;
  counted?: boolean;
}

/** The history, newest first, page after page. */
export const playPagesQuery = (filter: PlayFilter) =>
  infiniteQueryOptions({
    queryKey: ['plays', 'pages', filter],
    queryFn: ({ pageParam, signal }) =>
      request('GET /api/plays', { query: { ...filter, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** The last few plays, whatever the period. */
export const newestPlaysQuery = queryOptions({
  queryKey: ['plays', 'newest'],
  queryFn: ({ signal }) => request('GET /api/plays', { query: { limit: 10 }, signal }),
});
