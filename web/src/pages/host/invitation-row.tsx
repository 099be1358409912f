import type { Invitation } from '@analytics/contract/invitation';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { invitationsQuery } from '../../api/host.ts';
import { request } from '../../api/request.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionError } from '../../components/action-error.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstant, formatInstantDay } from '../../format/date.ts';
import css from '../../styles/boxed-rows.module.css';
import card from '../../styles/card.module.css';

/** An invitation that nobody has used yet, and how to take it back. */
export function InvitationRow({ invitation, onRevoked }: { invitation: Invitation; onRevoked: () => void }) {
  const { id, note, createdAt, endsAt } = invitation;
  const { timezone } = useUser();
  const queryClient = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => request('DELETE /api/invitations/{id}', { params: { id } }),
    onSuccess: onRevoked,
    onSettled: () => queryClient.invalidateQueries(invitationsQuery),
  });
  const name = note === null ? 'the invitation' : `the invitation for ${note}`;
  return (
    <li className={css.row}>
      <div>
        <p className={css.name}>{note ?? 'For anybody'}</p>
        <p className={card.small}>
          Made {formatInstantDay(createdAt, timezone)}&nbsp;· ends {formatInstant(endsAt, timezone)}
        </p>
        <ActionError error={error} />
      </div>
      <ConfirmDialog
        renderTrigger={(ask) => (
          <ActionButton aria-label={`Revoke ${name}`} isBusy={isPending} onClick={ask}>
            Revoke
          </ActionButton>
        )}
        title={`Revoke ${name}?`}
        action="Revoke"
        onConfirm={mutate}
      >
        <p>Its link lets nobody in from now on. It cannot be brought back; another can be made.</p>
      </ConfirmDialog>
    </li>
  );
}
