import type { Exclusion, ExclusionKind } from '@analytics/contract/exclusion';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

const pageSize = 50;

/** Everything that the listener leaves out of the count, the latest first, page after page. */
export const exclusionPagesQuery = infiniteQueryOptions({
  queryKey: ['plays', 'exclusions', 'pages'],
  queryFn: ({ pageParam, signal }) =>
    request('GET /api/exclusions', { query: { limit: pageSize, offset: pageParam }, signal }),
  initialPageParam: 0,
  getNextPageParam: ({ total }, pages) =>
    pages.length * pageSize < total ? pages.length * pageSize : undefined,
});

/** What keeps one track, artist or playlist from being counted. */
export const exclusionsOfQuery = (kind: ExclusionKind, id: number) =>
  queryOptions({
    queryKey: ['plays', 'exclusions', kind, id],
    queryFn: async ({ signal }): Promise<Exclusion[]> =>
      (await request('GET /api/exclusions', { query: { [`${kind}Id`]: id }, signal })).items,
  });
