import type { SpotifyApp } from '@analytics/contract/account';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { spotifyAppQuery } from '../../api/account.ts';
import { request } from '../../api/request.ts';
import { ActionError } from '../../components/action-error.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';

/** The id and the secret of the app; the secret goes in and never comes back. */
export function SpotifyAppForm({ app }: { app: SpotifyApp }) {
  const queryClient = useQueryClient();
  const { mutate, error, isPending, isSuccess } = useMutation({
    mutationFn: (body: { clientId: string; clientSecret?: string }) =>
      request('PUT /api/spotify-app', { body }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(spotifyAppQuery.queryKey, saved);
      await Promise.all(
        ['account', 'instance'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  if (app.source === 'environment') {
    return (
      <p className={card.muted}>
        The app <code>{app.clientId}</code> is set in the environment of the server, and can be changed only
        there.
      </p>
    );
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const [clientId, clientSecret] = ['clientId', 'clientSecret'].map((name) => {
      const value = fields.get(name);
      return typeof value === 'string' ? value.trim() : '';
    });
    mutate({ clientId: clientId ?? '', ...(clientSecret && { clientSecret }) });
  };
  return (
    <form className={form.form} onSubmit={submit}>
      <div className={form.field}>
        <label htmlFor="client-id" className={form.label}>
          Client ID
        </label>
        <input
          id="client-id"
          name="clientId"
          className={form.input}
          defaultValue={app.clientId ?? ''}
          autoComplete="off"
          spellCheck={false}
          required
        />
      </div>
      <div className={form.field}>
        <label htmlFor="client-secret" className={form.label}>
          Client secret
        </label>
        <input
          id="client-secret"
          name="clientSecret"
          type="password"
          className={form.input}
          autoComplete="off"
          aria-describedby="client-secret-hint"
        />
        <p id="client-secret-hint" className={form.hint}>
          {app.hasClientSecret
            ? 'One is stored, encrypted. Leave this empty to keep it.'
            : 'Stored encrypted. May be left empty: sign-in then works with the client ID alone (PKCE).'}
        </p>
      </div>
      <ActionError error={error} />
      <div className={card.row}>
        <button type="submit" className={button.primary} disabled={isPending}>
          Save
        </button>
        <p aria-live="polite" className={card.small}>
          {isSuccess && !isPending && 'Saved. Listeners can connect now.'}
        </p>
      </div>
    </form>
  );
}
