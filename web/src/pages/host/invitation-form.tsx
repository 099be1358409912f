import type { CreatedInvitation } from '@analytics/contract/invitation';
import type { UseMutationResult } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ActionError } from '../../components/action-error.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';

/** Asks for whom an invitation is, and makes it. */
export function InvitationForm({ make }: { make: UseMutationResult<CreatedInvitation, Error, string> }) {
  const [note, setNote] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate(note.trim(), {
      onSuccess: () => {
        setNote('');
      },
    });
  };
  return (
    <form className={form.form} onSubmit={submit}>
      <div className={form.field}>
        <label htmlFor="invitation-note" className={form.label}>
          For whom (optional)
        </label>
        <input
          id="invitation-note"
          className={form.input}
          autoComplete="off"
          maxLength={100}
          aria-describedby="invitation-note-hint"
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
          }}
        />
        <p id="invitation-note-hint" className={form.hint}>
          For you to know it by. Whoever has the link can use it.
        </p>
      </div>
      <div className={card.row}>
        <button type="submit" className={button.secondary} disabled={make.isPending}>
          Make an invitation
        </button>
      </div>
      <ActionError error={make.error} />
    </form>
  );
}
