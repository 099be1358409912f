import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { instanceQuery } from '../../api/instance.ts';

/** Returns what to do once the session has ended: forget what was shown, and go to the public page. */
export function useLeave(): () => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    // It says who is signed in, and the public page asks for it anew.
    queryClient.removeQueries({ queryKey: instanceQuery.queryKey });
    await navigate({ to: '/spotify/' });
    // The public page is there by now; whatever it waits for must not be taken from it.
    queryClient.removeQueries({ predicate: ({ queryKey: [topic] }) => !isPublic.has(topic) });
  };
}

const isPublic: ReadonlySet<unknown> = new Set(['instance', 'global']);
