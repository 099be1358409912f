import type { Playlist } from '@analytics/contract/playlist';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionError } from '../../components/action-error.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { playlistName } from '../../components/playlist-name.ts';

/** Under which a playlist's removal is known while it lasts. */
export const removalKey = (id: number) => ['remove-playlist', id] as const;

interface PlaylistActionsProps {
  playlist: Playlist;
  onRemoved?: () => void;
}

/** Scans a playlist at once, or watches it no longer. */
export function PlaylistActions({ playlist, onRemoved }: PlaylistActionsProps) {
  const queryClient = useQueryClient();
  const params = { id: playlist.id };
  const name = playlistName(playlist);
  const scan = useMutation({
    mutationFn: () => request('POST /api/playlists/{id}/scan', { params }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['playlists'] }),
  });
  const remove = useMutation({
    mutationKey: removalKey(playlist.id),
    mutationFn: async () => {
      // What its own page is asking just now would not be found any more.
      await queryClient.cancelQueries({ queryKey: ['playlists'] });
      await request('DELETE /api/playlists/{id}', { params });
    },
    onSuccess: async () => {
      onRemoved?.();
      await Promise.all(
        [['playlists', 'list'], ['own-playlists'], ['plays'], ['stats'], ['leaderboard']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
  const isBusy = scan.isPending || playlist.state !== 'idle';
  const error = scan.error ?? remove.error;
  return (
    <div className={card.row}>
      <ActionButton
        aria-label={`Scan now: ${name}`}
        isBusy={isBusy}
        onClick={() => {
          scan.mutate();
        }}
      >
        Scan now
      </ActionButton>
      <ConfirmDialog
        renderTrigger={(ask) => (
          <button type="button" className={button.secondary} aria-label={`Remove ${name}`} onClick={ask}>
            Remove
          </button>
        )}
        title={`Stop watching ${name}?`}
        action="Remove"
        onConfirm={remove.mutate}
      >
        <p>
          It goes from this list, and its scans end. When nobody else here watches it, what is known of its
          changes is lost. If you have left it out of the count, its plays count again. Your plays stay, and
          so does the playlist at Spotify.
        </p>
      </ConfirmDialog>
      <ActionError error={error} />
    </div>
  );
}
