import { useNavigate, useSearch } from '@tanstack/react-router';
import { choiceOf, type Span } from '../../calendar/period.ts';
import { useToday } from '../../components/user-context.ts';
import type { HabitsSearch } from '../../search.ts';

/** What the address of the habits says about its charts and lists, and how to change it. */
export function useHabitsAddress() {
  const search = useSearch({ from: '/spotify/analytics/habits' });
  const { artists = 'different', sessions = 'ms' } = search;
  const navigate = useNavigate();
  const today = useToday();
  return {
    artists,
    sessions,
    show: (part: Pick<HabitsSearch, 'artists' | 'sessions'>): void => {
      void navigate({ to: '.', search: { ...search, ...part }, replace: true, resetScroll: false });
    },
    /** Makes a part of the period the whole one; the browser's back button leads out again. */
    zoom: (span: Span): void => {
      const { range: _range, from: _from, to: _to, ...kept } = search;
      void navigate({ to: '.', search: { ...kept, ...choiceOf(span, today) }, resetScroll: false });
    },
  };
}
