import { Link } from '@tanstack/react-router';
import type { Gap } from '../calendar/gaps.ts';
import { addDays } from '../calendar/day.ts';
import { useUser } from './user-context.ts';
import { formatMediumDay, formatTime } from '../format/date.ts';
import { formatCount } from '../format/number.ts';
import css from './gap-hints.module.css';

const shown = 3;

/** When plays may be missing, and what helps. */
export function GapHints({ gaps }: { gaps: readonly Gap[] }) {
  const { timezone } = useUser();
  if (gaps.length === 0) return null;
  const rest = gaps.length - shown;
  return (
    <div className={css.hints}>
      <ul>
        {gaps.slice(0, shown).map((gap) => (
          <li key={gap.fromAt}>{gapWords(gap, timezone)} only an export can fill the gap.</li>
        ))}
        {rest > 0 && <li>And so for {formatCount(rest, 'more gap')} before.</li>}
      </ul>
      <Link to="/spotify/analytics/import">Import an export</Link>
    </div>
  );
}

function gapWords({ fromAt, toAt, days }: Gap, timezone: string): string {
  const last = addDays(days.to, -1);
  if (days.from !== last) return `Between ${formatMediumDay(days.from)} and ${formatMediumDay(last)}`;
  const [start, end] = [formatTime(fromAt, timezone), formatTime(toAt, timezone)];
  return `On ${formatMediumDay(days.from)} between ${start} and ${end}`;
}
