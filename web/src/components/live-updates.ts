import type { ServerEvent } from '@analytics/contract/status';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState } from 'react';
import { followServerEvents } from '../api/server-events.ts';

const settleMs = 3_000;
const fallbackMs = 60_000;
const historyKeys = ['plays', 'stats', 'leaderboard', 'playlists'] as const;

/** Whether the server tells this page at once what changed. */
export const LiveContext = createContext(false);

/** Whether the server tells this page at once what changed; otherwise it asks once a minute. */
export const useIsLive = (): boolean => useContext(LiveContext);

/** Keeps what the page shows up to date, and tells whether it happens at once. One per page. */
export function useLiveUpdates(): boolean {
  const queryClient = useQueryClient();
  const [live, setLive] = useState(false);

  useEffect(() => {
    let settle: ReturnType<typeof setTimeout> | undefined;
    // Several plays may arrive together; the first is shown at once, the others a moment later together.
    let shownAt = 0;
    const refreshHistory = (): void => {
      clearTimeout(settle);
      const waitMs = Math.max(0, shownAt + settleMs - Date.now());
      settle = setTimeout(() => {
        shownAt = Date.now();
        refresh(queryClient, historyKeys);
      }, waitMs);
    };
    let opened = false;
    const stop = followServerEvents({
      onOpen: () => {
        setLive(true);
        if (opened) refresh(queryClient, [...historyKeys, 'imports', 'monitoring', 'now-playing']);
        opened = true;
      },
      onLost: () => {
        setLive(false);
      },
      onEvent: (event) => {
        handleEvent(queryClient, event, refreshHistory);
      },
    });
    return () => {
      clearTimeout(settle);
      stop();
    };
  }, [queryClient]);

  useEffect(() => {
    if (live) return undefined;
    const timer = setInterval(() => {
      refresh(queryClient, [...historyKeys, 'imports']);
    }, fallbackMs);
    return () => {
      clearInterval(timer);
    };
  }, [live, queryClient]);

  return live;
}

function handleEvent(queryClient: QueryClient, event: ServerEvent, refreshHistory: () => void): void {
  switch (event.type) {
    case 'play':
      refreshHistory();
      break;
    case 'import':
      refresh(queryClient, ['imports']);
      if (event.state !== 'imported' && event.state !== 'undone') break;
      refreshHistory();
      refresh(queryClient, ['coverage']);
      break;
    case 'monitoring':
      refresh(queryClient, ['monitoring', 'account', 'coverage']);
      break;
    case 'now-playing':
      refresh(queryClient, ['now-playing']);
      break;
  }
}

function refresh(queryClient: QueryClient, keys: readonly string[]): void {
  for (const key of keys) void queryClient.invalidateQueries({ queryKey: [key] });
}
