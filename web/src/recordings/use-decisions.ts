import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/request.ts';

/** Totals follow a decision at once, and so does everything that shows them. */
function useRefresh() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      ['recordings', 'plays', 'stats', 'leaderboard', 'playlists'].map((key) =>
        queryClient.invalidateQueries({ queryKey: [key] }),
      ),
    );
}

/** Decides that tracks are one recording. */
export function useJoin() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (trackIds: number[]) => request('POST /api/recordings/join', { body: { trackIds } }),
    onSettled: refresh,
  });
}

/** Decides that a track is another recording than those it is one with. */
export function useSplit() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (trackId: number) => request('POST /api/recordings/split', { body: { trackId } }),
    onSettled: refresh,
  });
}

/** Takes a decision back, known by its id. */
export function useTakeBack() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: number) => request('DELETE /api/recordings/decisions/{id}', { params: { id } }),
    onSettled: refresh,
  });
}
