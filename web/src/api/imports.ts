import type { Import, ImportRow, ImportState, ImportVerdict } from '@analytics/contract/import';
import type { Play } from '@analytics/contract/play';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { addDays, dayInZone } from '../calendar/day.ts';
import { request } from './request.ts';

const pageSize = 20;
const atWork: ReadonlySet<ImportState> = new Set(['uploaded', 'analysing', 'importing']);

/** Whether the server works on it at this moment, or will without anybody's doing. */
export const isAtWork = (upload: Import): boolean => atWork.has(upload.state) || isBeingUndone(upload);

/** An import that is being undone stays `imported` until the undo has taken effect as a whole. */
export const isBeingUndone = ({ progress }: Import): boolean => progress?.stage === 'undoing';

/** How often to ask for uploads: rarely while the server tells what changes by itself, never when nothing does. */
export function pollMs(uploads: readonly Import[], isLive: boolean): number | false {
  if (!uploads.some(isAtWork)) return false;
  return isLive ? 5000 : 1000;
}

/** All uploads, newest first, page after page. */
export const importPagesQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam, signal }) =>
    request('GET /api/imports', { query: { limit: pageSize, offset: pageParam }, signal }),
  initialPageParam: 0,
  getNextPageParam: ({ total }, pages) => {
    const offset = pages.length * pageSize;
    return offset < total ? offset : undefined;
  },
});

/** One upload. */
export const importQuery = (id: number) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => request('GET /api/imports/{id}', { params: { id }, signal }),
  });

/** The rows of an upload that were not imported, page after page. They change with its state only. */
export const receiptQuery = ({ id, state }: Import, verdict: ImportVerdict | undefined) =>
  infiniteQueryOptions({
    queryKey: ['import-rows', id, state, verdict],
    queryFn: ({ pageParam, signal }) =>
      request('GET /api/imports/{id}/rows', {
        params: { id },
        query: { verdict, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });

/** The stored play that a row of a receipt matched; null when it has been deleted since. */
export const matchedPlayQuery = ({ playedAt, matchedPlayId }: ImportRow, timezone: string) =>
  queryOptions({
    queryKey: ['plays', 'matched', matchedPlayId, playedAt],
    queryFn: async ({ signal }): Promise<Play | null> => {
      if (playedAt === null) return null;
      // They lie minutes apart at most, but midnight may be between them.
      const day = dayInZone(playedAt, timezone);
      const query = { from: addDays(day, -1), to: addDays(day, 2), limit: 200 };
      let cursor: string | undefined;
      do {
        const page = await request('GET /api/plays', { query: { ...query, cursor }, signal });
        const play = page.items.find(({ id }) => id === matchedPlayId);
        if (play !== undefined) return play;
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return null;
    },
  });
