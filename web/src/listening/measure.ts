import type { Bar, ChartAxis } from '../charts/chart-series.ts';
import { durationAxis, formatDuration } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import type { Measure } from '../search.ts';

interface Total {
  plays: number;
  ms: number;
}

export const measureOptions = [
  { value: 'plays', name: 'Plays' },
  { value: 'time', name: 'Time' },
] as const satisfies { value: Measure; name: string }[];

/** The measure as the subtitle of a chart. */
export const measureName = (measure: Measure): string => (measure === 'plays' ? 'Plays' : 'Listening time');

/** A total as a bar of a chart. */
export const measuredBar: Record<Measure, (total: Total) => Bar> = {
  plays: (total) => ({ value: total.plays, ...measuredTexts(total, 'plays') }),
  time: (total) => ({ value: total.ms, ...measuredTexts(total, 'time') }),
};

/** Both measures in words, the chosen one first. */
export function measuredTexts({ plays, ms }: Total, measure: Measure): { text: string; note: string } {
  const [count, time] = [formatCount(plays, 'play'), formatDuration(ms)];
  return measure === 'plays' ? { text: count, note: time } : { text: time, note: count };
}

/** An axis that suits all of the totals. */
export function measuredAxis(totals: readonly Total[], measure: Measure): ChartAxis {
  if (measure === 'plays') return { unitSize: 1, unit: '' };
  const { unitMs, unit } = durationAxis(totals.reduce((greatest, { ms }) => Math.max(greatest, ms), 0));
  return { unitSize: unitMs, unit };
}
