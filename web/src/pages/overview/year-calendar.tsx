import type { DailyTotal } from '@analytics/contract/stats';
import { useQuery } from '@tanstack/react-query';
import { coverageQuery } from '../../api/monitoring.ts';
import { dailyQuery } from '../../api/stats.ts';
import { addDays } from '../../calendar/day.ts';
import { daysOfGaps, findGaps } from '../../calendar/gaps.ts';
import { type Period, yearUpTo } from '../../calendar/period.ts';
import { YearMap } from '../../charts/year-map.tsx';
import { AsyncSection } from '../../components/async-section.tsx';
import { useZoom } from '../../components/period.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { useToday, useUser } from '../../components/user-context.ts';
import { useWeekStart } from '../../components/week-start.ts';
import { formatPeriod } from '../../format/span.ts';
import type { Measure } from '../../search.ts';
import card from '../../styles/card.module.css';
import { GapHints } from '../../components/gap-hints.tsx';
import { measuredTexts, measureName } from '../../listening/measure.ts';
import css from './year-calendar.module.css';

interface YearCalendarProps {
  period: Period;
  measure: Measure;
}

/** The twelve months up to the end of a period, day by day, and where plays may be missing in them. */
export function YearCalendar({ period, measure }: YearCalendarProps) {
  const { timezone } = useUser();
  const zoom = useZoom();
  const span = yearUpTo(period, useToday());
  const query = useQuery(dailyQuery(span, 'day'));
  const { data: coverage } = useQuery(coverageQuery);
  const weekStart = useWeekStart();
  const gaps = findGaps(coverage ?? [], timezone, span);
  const valueOf = ({ plays, ms }: DailyTotal): number => (measure === 'plays' ? plays : ms);
  const title = `${measureName(measure)} per day, ${formatPeriod(span)}`;
  return (
    <section className={card.card}>
      <h2>Day by day</h2>
      <p className={card.small}>{title}, the stronger the more</p>
      <div className={css.body}>
        <AsyncSection query={query} skeleton={<Skeleton height="var(--calendar-height)" />}>
          {({ totals }) => (
            <YearMap
              label={`Day by day: ${title}`}
              days={totals}
              valueOf={valueOf}
              describe={(total) => {
                const { text, note } = measuredTexts(total, measure);
                return `${text}, ${note}`;
              }}
              weekStart={weekStart}
              unknownDays={daysOfGaps(gaps, span)}
              onDay={(day) => {
                zoom({ from: day, to: addDays(day, 1) });
              }}
            />
          )}
        </AsyncSection>
      </div>
      <GapHints gaps={gaps} />
    </section>
  );
}
