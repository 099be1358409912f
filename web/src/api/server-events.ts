import type { ServerEvent } from '@analytics/contract/status';
import { addressOf } from '../base-address.ts';

const retryMs = 30_000;
const names: readonly ServerEvent['type'][] = ['play', 'import', 'monitoring', 'now-playing'];

/** What a follower of the server's events is told; `onOpen` also after every reconnection. */
export interface EventFollower {
  onOpen: () => void;
  onLost: () => void;
  onEvent: (event: ServerEvent) => void;
}

/**
 * Follows the server's events while the page is visible, and returns how to stop. A hidden page lets go of its
 * connection: browsers allow only six of them to one HTTP/1.1 server, so forgotten tabs would block the others.
 */
export function followServerEvents({ onOpen, onLost, onEvent }: EventFollower): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    clearTimeout(retry);
    source?.close();
    source = undefined;
  };
  const open = (): void => {
    close();
    source = new EventSource(addressOf('api/events'));
    source.addEventListener('open', onOpen);
    source.addEventListener('error', () => {
      onLost();
      // After a refusal the browser gives up for good.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, retryMs);
    });
    for (const name of names) {
      source.addEventListener(name, (message: MessageEvent<string>) => {
        // The server names the type as the name of the event.
        onEvent({ ...(JSON.parse(message.data) as object), type: name } as ServerEvent);
      });
    }
  };
  const followVisibility = (): void => {
    if (document.visibilityState === 'visible') open();
    else close();
  };

  followVisibility();
  document.addEventListener('visibilitychange', followVisibility);
  return () => {
    document.removeEventListener('visibilitychange', followVisibility);
    close();
  };
}
