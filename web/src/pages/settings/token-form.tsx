import type { TokenAccess } from '@analytics/contract/account';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { tokensQuery } from '../../api/account.ts';
import { request } from '../../api/request.ts';
import { ActionError } from '../../components/action-error.tsx';
import { ChoiceList } from '../../components/choice-list.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';

const choices = [
  { value: 'read', name: 'Reading only', words: 'Statistics, plays, playlists, export. Changes nothing.' },
  {
    value: 'full',
    name: 'Full access',
    words: 'Also imports, deletes plays and changes settings, as you can.',
  },
] as const;

/** Makes a token and shows it, once. */
export function TokenForm() {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [access, setAccess] = useState<TokenAccess>('read');
  const {
    mutate,
    data: made,
    error,
    isPending,
    reset,
  } = useMutation({
    mutationFn: () => request('POST /api/account/tokens', { body: { name: name.trim(), access } }),
    onSuccess: () => {
      setName('');
      setAccess('read');
      return queryClient.invalidateQueries(tokensQuery);
    },
    // The token is to be nowhere but on the page.
    gcTime: 0,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <>
      <ShownOnce
        secret={made && { text: made.token, name: `the token “${made.name}”` }}
        copyLabel="Copy the token"
        onTaken={reset}
      />
      <form className={form.form} onSubmit={submit}>
        <div className={form.field}>
          <label htmlFor="token-name" className={form.label}>
            What the token is for
          </label>
          <input
            id="token-name"
            className={form.input}
            autoComplete="off"
            maxLength={100}
            required
            pattern=".*\S.*"
            title="A name that you will know it by"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
        </div>
        <ChoiceList label="What the token may do" choices={choices} value={access} onChange={setAccess} />
        <div className={card.row}>
          <button type="submit" className={button.secondary} disabled={isPending}>
            Make a token
          </button>
        </div>
        <ActionError error={error} />
      </form>
    </>
  );
}
