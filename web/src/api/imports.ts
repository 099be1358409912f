import type { Import, ImportState, ImportVerdict } from '@analytics/contract/import';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

const atWork: ReadonlySet<ImportState> = new Set(['uploaded', 'analysing', 'importing']);

/** Whether the server works on it at this moment. */
export const isAtWork = (upload: Import): boolean => atWork.has(upload.state) || isBeingUndone(upload);

/** An import that is being undone stays `imported` until the undo has taken effect as a whole. */
export const isBeingUndone = ({ progress }: Import): boolean => progress?.stage === 'undoing';

/** All uploads, newest first; asked again every second while the server works on one. */
export const importsQuery = queryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ signal }) => request('GET /api/imports', { query: { limit: 100 }, signal }),
  refetchInterval: ({ state }) => (state.data?.items.some(isAtWork) ? 1000 : false),
});

/** The rows of an upload that were not imported, page after page. */
export const receiptQuery = (id: number, verdict: ImportVerdict | undefined) =>
  infiniteQueryOptions({
    queryKey: ['imports', 'rows', id, verdict],
    queryFn: ({ pageParam, signal }) =>
      request('GET /api/imports/{id}/rows', {
        params: { id },
        query: { verdict, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
