import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

const mayHelpToRetry = (error: Error): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 502);

/** `onSessionLost` is called for every answer that says that nobody is signed in. */
export function createQueryClient(onSessionLost: () => void): QueryClient {
  const onError = (error: Error): void => {
    if (error instanceof ApiError && error.status === 401) onSessionLost();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && mayHelpToRetry(error),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
    },
  });
}
