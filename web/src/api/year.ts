import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

/** A year in review. */
export const yearQuery = (year: number) =>
  queryOptions({
    queryKey: ['stats', 'year', year],
    queryFn: ({ signal }) => request('GET /api/stats/year/{year}', { params: { year }, signal }),
  });
