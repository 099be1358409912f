import { useQuery } from '@tanstack/react-query';
import { weekdayHoursQuery } from '../../api/stats.ts';
import type { Period } from '../../calendar/period.ts';
import { HeatMap } from '../../charts/heat-map.tsx';
import { AsyncSection } from '../../components/async-section.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useWeekStart } from '../../components/week-start.ts';
import type { Measure } from '../../search.ts';
import card from '../../styles/card.module.css';
import { measureName } from '../../listening/measure.ts';
import css from './week-map.module.css';

interface WeekMapProps {
  period: Period;
  measure: Measure;
}

/** The hours of the week. */
export function WeekMap({ period, measure }: WeekMapProps) {
  const query = useQuery(weekdayHoursQuery(period));
  const weekStart = useWeekStart();
  const title = `${measureName(measure)} by weekday and hour`;
  return (
    <section className={`${card.card} ${css.card}`}>
      <div className={css.head}>
        <h2>Hours of the week</h2>
        <p className={card.small}>{title}, the stronger the more</p>
      </div>
      <div className={css.map}>
        <AsyncSection query={query} skeleton={<Skeleton height="15rem" />}>
          {(totals) => (
            <HeatMap
              label={`Hours of the week: ${title}`}
              totals={totals}
              measure={measure}
              weekStart={weekStart}
            />
          )}
        </AsyncSection>
      </div>
    </section>
  );
}
