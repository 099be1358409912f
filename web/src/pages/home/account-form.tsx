import { type FormEvent, useId } from 'react';
import { ActionError } from '../../components/action-error.tsx';
import button from '../../styles/button.module.css';
import form from '../../styles/form.module.css';
import { useEnter } from './enter.ts';

interface AccountFormProps {
  isNew: boolean;
  /** What lets a new account be made while registration is closed. */
  invitation: string | undefined;
  /** In the demo the invented listeners come first. */
  isSecondary: boolean;
  returnTo: string | undefined;
}

/** Name and password, for an account that exists or for a new one. */
export function AccountForm({ isNew, invitation, isSecondary, returnTo }: AccountFormProps) {
  const id = useId();
  const { mutate, error, isPending } = useEnter(returnTo);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const body = { username: text(fields, 'username'), password: text(fields, 'password') };
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    mutate(
      isNew
        ? {
            kind: 'create',
            body: { ...body, timezone: timeZone, ...(invitation !== undefined && { invitation }) },
          }
        : { kind: 'sign-in', body },
    );
  };
  return (
    <form className={form.form} onSubmit={submit}>
      <div className={form.field}>
        <label htmlFor={`${id}-name`} className={form.label}>
          User name
        </label>
        <input
          id={`${id}-name`}
          name="username"
          className={form.input}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          {...(isNew && { minLength: 2, maxLength: 64, pattern: '[A-Za-z0-9._\\-]+' })}
          aria-describedby={isNew ? `${id}-name-hint` : undefined}
        />
        {isNew && (
          <p id={`${id}-name-hint`} className={form.hint}>
            Letters, digits, dot, hyphen and underscore.
          </p>
        )}
      </div>
      <div className={form.field}>
        <label htmlFor={`${id}-password`} className={form.label}>
          Password
        </label>
        <input
          id={`${id}-password`}
          name="password"
          type="password"
          className={form.input}
          autoComplete={isNew ? 'new-password' : 'current-password'}
          required
          {...(isNew && { minLength: 8 })}
          aria-describedby={isNew ? `${id}-password-hint` : undefined}
        />
        {isNew && (
          <p id={`${id}-password-hint`} className={form.hint}>
            At least 8 characters. It cannot be sent to you by mail, so keep it well.
          </p>
        )}
      </div>
      <ActionError error={error} />
      <button type="submit" className={isSecondary ? button.secondary : button.primary} disabled={isPending}>
        {isNew ? 'Create account' : 'Sign in'}
      </button>
    </form>
  );
}

const text = (fields: FormData, name: string): string => {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
};
