import { queryOptions } from '@tanstack/react-query';
import { instanceQuery } from './instance.ts';
import { request } from './request.ts';

/** Who is signed in. Fails with 401 when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => (await request('GET /api/session', { signal })).user,
  staleTime: Number.POSITIVE_INFINITY,
});

/** The same for a page that strangers see too: null instead of an error. */
export const visitorQuery = queryOptions({ ...instanceQuery, select: ({ user }) => user });
