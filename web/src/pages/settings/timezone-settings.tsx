import { useMutation, useQueryClient } from '@tanstack/react-query';
import { accountQuery } from '../../api/account.ts';
import { request } from '../../api/request.ts';
import { sessionQuery } from '../../api/session.ts';
import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';
import { TimezoneField } from './timezone-field.tsx';

/** Where the listener's days begin and end. */
export function TimezoneSettings({ timezone }: { timezone: string }) {
  const queryClient = useQueryClient();
  const { mutate, error, isPending, isSuccess } = useMutation({
    mutationFn: (zone: string) => request('PATCH /api/account', { body: { timezone: zone } }),
    onSuccess: async (account) => {
      queryClient.setQueryData(accountQuery.queryKey, account);
      queryClient.setQueryData(
        sessionQuery.queryKey,
        (user) => user && { ...user, timezone: account.timezone },
      );
      await Promise.all(
        ['stats', 'leaderboard', 'plays'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Time zone</h2>
      <p className={card.muted}>Days, hours and streaks are reckoned in it, also those of the past.</p>
      <TimezoneField timezone={timezone} onChange={mutate} />
      <p aria-live="polite" className={card.small}>
        {isPending && 'Reckoning anew …'}
        {isSuccess && !isPending && 'Saved.'}
      </p>
      {error !== null && (
        <p role="alert" className={form.error}>
          {error.message}
        </p>
      )}
    </section>
  );
}
