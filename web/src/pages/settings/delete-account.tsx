import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import { ActionError } from '../../components/action-error.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';
import { useLeave } from './leave.ts';

/** Deletes the account with everything that is the listener's; they type their name to show that they mean it. */
export function DeleteAccount({ name }: { name: string }) {
  const [typed, setTyped] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => request('DELETE /api/account'),
    onSuccess: useLeave(),
  });
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Delete your account</h2>
      <p className={card.muted}>
        Everything of yours goes from this instance, at once and for good. Download your data first if you may
        want it back.
      </p>
      <ConfirmDialog
        renderTrigger={(ask) => (
          <button
            type="button"
            className={button.secondary}
            disabled={isPending}
            onClick={() => {
              setTyped('');
              ask();
            }}
          >
            Delete the account
          </button>
        )}
        title="Delete your account?"
        action="Delete everything"
        disabled={typed.trim() !== name}
        onConfirm={mutate}
      >
        <p>
          Your whole history, your imports with their receipts, your settings and the connection to Spotify
          are deleted at once and for good. Nothing changes at Spotify itself; its export can be imported
          again into a new account.
        </p>
        <div className={form.field}>
          <label htmlFor="account-name" className={form.label}>
            Type {name} to confirm
          </label>
          <input
            id="account-name"
            className={form.input}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
            }}
          />
        </div>
      </ConfirmDialog>
      <ActionError error={error} />
    </section>
  );
}
