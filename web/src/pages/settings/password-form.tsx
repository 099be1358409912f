import type { PasswordChange } from '@analytics/contract/account';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../api/request.ts';
import { ActionError } from '../../components/action-error.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';

const fields = [
  { name: 'currentPassword', label: 'Current password', autoComplete: 'current-password' },
  { name: 'newPassword', label: 'New password', autoComplete: 'new-password' },
] as const;

/** Changes the password of a local account. */
export function PasswordForm() {
  const { mutate, error, isPending, isSuccess } = useMutation({
    mutationFn: (body: PasswordChange) => request('PUT /api/account/password', { body }),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const element = event.currentTarget;
    const typed = new FormData(element);
    const [currentPassword, newPassword] = fields.map(({ name }) => {
      const value = typed.get(name);
      return typeof value === 'string' ? value : '';
    });
    mutate(
      { currentPassword: currentPassword ?? '', newPassword: newPassword ?? '' },
      {
        onSuccess: () => {
          element.reset();
        },
      },
    );
  };
  return (
    <form className={form.form} onSubmit={submit}>
      {fields.map(({ name, label, autoComplete }) => (
        <div key={name} className={form.field}>
          <label htmlFor={name} className={form.label}>
            {label}
          </label>
          <input
            id={name}
            name={name}
            type="password"
            className={form.input}
            autoComplete={autoComplete}
            required
            {...(name === 'newPassword' && { minLength: 8, 'aria-describedby': 'new-password-hint' })}
          />
        </div>
      ))}
      <p id="new-password-hint" className={form.hint}>
        At least 8 characters. You stay signed in here; everywhere else you have to sign in with the new one.
      </p>
      <div className={card.row}>
        <button type="submit" className={button.secondary} disabled={isPending}>
          Change the password
        </button>
        <p aria-live="polite" className={card.small}>
          {isSuccess && 'Changed. Every other session of yours has ended.'}
        </p>
      </div>
      <ActionError error={error} />
    </form>
  );
}
