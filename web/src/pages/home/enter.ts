import type { Credentials, NewAccount } from '@analytics/contract/account';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { request } from '../../api/request.ts';
import { basePathOf } from '../../base-address.ts';

/** What a way in sends: an existing account, or a new one with its time zone. */
export type Entrance = { kind: 'sign-in'; body: Credentials } | { kind: 'create'; body: NewAccount };

/** Signs in and goes to the dashboard, or to where the listener wanted to go before. */
export function useEnter(returnTo: string | undefined) {
  const queryClient = useQueryClient();
  const { history } = useRouter();
  return useMutation({
    mutationFn: (entrance: Entrance) =>
      entrance.kind === 'create'
        ? request('POST /api/accounts', { body: entrance.body })
        : request('POST /api/session', { body: entrance.body }),
    onSuccess: () => {
      // Nothing of whoever was signed in before may stay.
      queryClient.clear();
      history.push(basePathOf(document.baseURI) + (returnTo ?? '/spotify/analytics/'));
    },
  });
}
