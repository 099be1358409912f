import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { accountQuery } from '../api/account.ts';
import { request } from '../api/request.ts';
import type { ExclusionSubject } from './exclusion-subject.ts';

/** The figures of a long history follow some seconds later, and are fetched anew when they do. */
async function refreshFigures(queryClient: QueryClient): Promise<void> {
  await Promise.all(
    [['plays'], ['stats'], ['leaderboard'], ['playlists'], accountQuery.queryKey].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );
}

/** Leaves something out of the count. */
export function useExclude() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, id }: Pick<ExclusionSubject, 'kind' | 'id'>) =>
      request('POST /api/exclusions', { body: { kind, id } }),
    onSettled: () => refreshFigures(queryClient),
  });
}

/** Counts again what an exclusion, known by its id, leaves out. */
export function useInclude() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => request('DELETE /api/exclusions/{id}', { params: { id } }),
    onSettled: () => refreshFigures(queryClient),
  });
}
