import { useNavigate, useSearch } from '@tanstack/react-router';
import { choiceOf, type Span } from '../../calendar/period.ts';
import type { CalendarUnit } from '../../calendar/unit.ts';
import { useToday } from '../../components/user-context.ts';
import { type Measure, readOverviewSearch } from '../../search.ts';

/** Changes how the charts of a page show its period, in its address. */
export function useOverviewAddress() {
  const { measure, unit, ...period } = readOverviewSearch({ ...useSearch({ strict: false }) });
  const navigate = useNavigate();
  const today = useToday();
  const kept = { ...(measure !== undefined && { measure }) };
  return {
    show: (part: { unit?: CalendarUnit; measure?: Measure }): void => {
      const search = { ...period, ...kept, ...(unit !== undefined && { unit }), ...part };
      void navigate({ to: '.', search, replace: true, resetScroll: false });
    },
    /** Makes a part of the period the whole one; the browser's back button leads out again. */
    zoom: (span: Span): void => {
      void navigate({ to: '.', search: { ...kept, ...choiceOf(span, today) }, resetScroll: false });
    },
  };
}
