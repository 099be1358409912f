import type { PersonalAccessToken } from '@analytics/contract/account';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tokensQuery } from '../../api/account.ts';
import { request } from '../../api/request.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionError } from '../../components/action-error.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useNow } from '../../components/now.ts';
import { useUser } from '../../components/user-context.ts';
import { formatInstantDay } from '../../format/date.ts';
import { formatRelative } from '../../format/relative-time.ts';
import css from '../../styles/boxed-rows.module.css';
import card from '../../styles/card.module.css';

/** A token of the listener, and how to be rid of it. */
export function TokenRow({
  token: { id, name, access, createdAt, lastUsedAt },
}: {
  token: PersonalAccessToken;
}) {
  const { timezone } = useUser();
  const now = useNow();
  const queryClient = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => request('DELETE /api/account/tokens/{id}', { params: { id } }),
    onSettled: () => queryClient.invalidateQueries(tokensQuery),
  });
  const use =
    lastUsedAt === null
      ? 'never used'
      : // Uses are noted to the minute.
        `last used ${now - Date.parse(lastUsedAt) < 60_000 ? 'just now' : formatRelative(lastUsedAt, now)}`;
  return (
    <li className={css.row}>
      <div>
        <p className={css.name}>{name}</p>
        <p className={card.small}>
          {access === 'read' ? 'Reading only' : 'Full access'} · made on{' '}
          {formatInstantDay(createdAt, timezone)} · {use}
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
        <p>
          Scripts that use this token are refused from now on. It cannot be brought back; another can be made.
        </p>
      </ConfirmDialog>
    </li>
  );
}
