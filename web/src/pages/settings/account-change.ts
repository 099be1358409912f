import type { AccountPatch } from '@analytics/contract/account';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { accountQuery } from '../../api/account.ts';
import { request } from '../../api/request.ts';
import { sessionQuery } from '../../api/session.ts';

/** Changes a setting that all figures are made by. */
export function useAccountChange() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: AccountPatch) => request('PATCH /api/account', { body }),
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
}

export type AccountChange = ReturnType<typeof useAccountChange>;
