import type { Play } from '@analytics/contract/play';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import form from '../../styles/form.module.css';
import css from './delete-play.module.css';

/** Deletes one play, for good. */
export function DeletePlay({ play }: { play: Play }) {
  const queryClient = useQueryClient();
  const { timezone } = useUser();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => request('DELETE /api/plays/{id}', { params: { id: play.id } }),
    onSuccess: () =>
      Promise.all(
        ['plays', 'stats', 'leaderboard'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      ),
  });
  const when = formatInstant(play.playedAt, timezone);
  return (
    <>
      <ConfirmDialog
        trigger={
          <button
            type="button"
            className={css.button}
            disabled={isPending}
            aria-label={`Delete the play of ${play.track.name}, ${when}`}
            title="Delete this play"
          >
            <Icon name="remove" size={16} />
          </button>
        }
        title="Delete this play?"
        action="Delete the play"
        onConfirm={mutate}
      >
        <p>
          {play.track.name}, {when}. It leaves every figure here, and stays away even when Spotify or an
          import brings it again. Nothing changes at Spotify.
        </p>
      </ConfirmDialog>
      {error !== null && (
        <p role="alert" className={form.error}>
          {error.message}
        </p>
      )}
    </>
  );
}
