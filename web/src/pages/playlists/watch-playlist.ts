import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';

/** Watches a playlist by address, URI or id. */
export function useWatchPlaylist() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (playlist: string) => request('POST /api/playlists', { body: { playlist } }),
    onSuccess: () =>
      Promise.all(
        ['playlists', 'own-playlists'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      ),
  });
}
