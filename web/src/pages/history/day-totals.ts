import type { Play } from '@analytics/contract/play';
import { useQuery } from '@tanstack/react-query';
import { dailyQuery } from '../../api/stats.ts';
import { addDays, dayInZone } from '../../calendar/day.ts';
import { monthSpan } from '../../calendar/period.ts';
import { useToday, useUser } from '../../components/user-context.ts';
import type { Deletion } from './deletions.ts';

/** What was played on a day, over counted plays. */
export interface DayTotal {
  plays: number;
  ms: number;
}

/**
 * The totals of whole days, back to the oldest of these plays: of its days a list may have only a part yet. What was deleted a
 * moment ago is taken off.
 */
export function useDayTotals(
  plays: readonly Play[],
  deletions: readonly Deletion[],
  enabled: boolean,
): ReadonlyMap<string, DayTotal> {
  const { timezone } = useUser();
  const today = useToday();
  const oldest = plays.at(-1);
  const newest = plays[0];
  const dayOf = (play: Play | undefined): string =>
    play === undefined ? today : dayInZone(play.playedAt, timezone);
  // Whole months, so that not every page asks anew.
  const span = { from: monthSpan(dayOf(oldest)).from, to: addDays(dayOf(newest), 1) };
  const { data: answer } = useQuery({ ...dailyQuery(span, 'day'), enabled: enabled && oldest !== undefined });
  const totals = new Map<string, DayTotal>(answer?.totals.map((total) => [total.date, total]));
  for (const play of deletions.flatMap((deletion) => (deletion.state === 'failed' ? [] : deletion.plays))) {
    const total = totals.get(dayOf(play));
    if (total === undefined || !play.counted) continue;
    totals.set(dayOf(play), { plays: total.plays - 1, ms: total.ms - play.msPlayed });
  }
  return enabled ? totals : new Map();
}
