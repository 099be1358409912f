import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

const mayHelpToRetry = (error: Error): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 502);

/** `onSessionLost` is called for every answer that says that nobody is signed in. */
export function createQueryClient(onSessionLost: () => void): QueryClient {
  const onError = (error: Error): void => {
    if (error instanceof ApiError && error.status === 401) onSessionLost();
  };
  const client = new QueryClient({
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
  drawTogether(client);
  return client;
}

/** So long, in ms, an answer waits for the others before it is drawn without them. */
const longestWaitMs = 300;

/**
 * Draws what is answered within a moment at once, instead of the page anew for each answer: as soon as nothing is awaited any more.
 * From the first touch on nothing waits longer than for the next frame, so that what is pressed is shown at once.
 */
function drawTogether(client: QueryClient): void {
  const waiting: (() => void)[] = [];
  const draw = (): void => {
    for (const notify of waiting.splice(0)) notify();
  };
  let isTouched = false;
  const touch = (): void => {
    isTouched = true;
    draw();
  };
  for (const event of ['pointerdown', 'keydown', 'click'])
    addEventListener(event, touch, { capture: true, once: true });

  notifyManager.setScheduler((notify) => {
    waiting.push(notify);
    // A page that nobody sees has no frames.
    if (document.hidden) setTimeout(draw);
    else if (isTouched || client.isFetching() === 0) requestAnimationFrame(draw);
    else if (waiting.length === 1) setTimeout(draw, longestWaitMs);
  });
}
