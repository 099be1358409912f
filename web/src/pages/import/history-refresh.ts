import type { Import, ImportState } from '@analytics/contract/import';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/**
 * Lets all pages ask anew for plays and figures once an upload that was seen before has been imported or undone; where the
 * server's events do not get through nothing else would tell them.
 */
export function useHistoryRefresh(uploads: readonly Import[]): void {
  const queryClient = useQueryClient();
  const known = useRef<ReadonlyMap<number, ImportState>>(new Map());
  useEffect(() => {
    const isNews = uploads.some(({ id, state }) => {
      const before = known.current.get(id);
      return before !== undefined && before !== state && (state === 'imported' || state === 'undone');
    });
    known.current = new Map(uploads.map(({ id, state }) => [id, state]));
    if (!isNews) return;
    for (const key of ['plays', 'stats', 'leaderboard']) {
      void queryClient.invalidateQueries({ queryKey: [key] });
    }
  }, [uploads, queryClient]);
}
