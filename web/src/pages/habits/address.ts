import { useNavigate, useSearch } from '@tanstack/react-router';
import type { HabitsSearch } from '../../search.ts';

/** What the address of the habits says about its charts and lists, and how to change it. */
export function useHabitsAddress() {
  const search = useSearch({ from: '/spotify/analytics/habits' });
  const { artists = 'different', sessions = 'ms' } = search;
  const navigate = useNavigate();
  return {
    artists,
    sessions,
    show: (part: Pick<HabitsSearch, 'artists' | 'sessions'>): void => {
      void navigate({ to: '.', search: { ...search, ...part }, replace: true, resetScroll: false });
    },
  };
}
