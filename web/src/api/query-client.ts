import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

const mayHelpToRetry = (error: Error): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 502);

/** A page asks a dozen things at once, and is laid out once for what is answered within so many ms, rather than a dozen times. */
const TOGETHER_MS = 30;

function together(): (callback: () => void) => void {
  let waiting: (() => void)[] = [];
  return (callback) => {
    waiting.push(callback);
    if (waiting.length > 1) return;
    setTimeout(() => {
      // React draws once all of these have run, and one that fails does not keep the others.
      for (const call of waiting) queueMicrotask(call);
      waiting = [];
    }, TOGETHER_MS);
  };
}

/** `onSessionLost` is called for every answer that says that nobody is signed in. */
export function createQueryClient(onSessionLost: () => void): QueryClient {
  const onError = (error: Error): void => {
    if (error instanceof ApiError && error.status === 401) onSessionLost();
  };
  notifyManager.setScheduler(together());
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
