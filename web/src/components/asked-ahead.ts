import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** So long, in ms, no page is better than one that will be drawn anew a moment later. */
const longestWaitMs = 400;

/**
 * Asks for what a page shows before the page is drawn for the first time, and tells whether it should be: when all is answered, or has
 * been waited for long enough.
 */
export function useAskedAhead(ask: (client: QueryClient) => Promise<unknown>[]): boolean {
  const client = useQueryClient();
  const [answers] = useState(() => Promise.allSettled(ask(client)));
  const [isTime, setTime] = useState(() => client.isFetching() === 0);
  useEffect(() => {
    if (isTime) return undefined;
    const end = (): void => {
      setTime(true);
    };
    void answers.then(end);
    const timer = setTimeout(end, longestWaitMs);
    return () => {
      clearTimeout(timer);
    };
  }, [answers, isTime]);
  return isTime;
}
