import type { WeekdayHourTotal } from '@analytics/contract/stats';
import { type PointerEvent, useMemo, useState } from 'react';
import { formatHour, formatShortHour, formatWeekday } from '../format/date.ts';
import { formatDuration } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import type { Measure } from '../search.ts';
import css from './heat-map.module.css';
import { paintOf, strengthScale } from './strength.ts';

const hours = Array.from({ length: 24 }, (_, hour) => hour);
interface HeatMapProps {
  totals: WeekdayHourTotal[];
  measure: Measure;
  /** The weekday of the first row, 1 being Monday. */
  weekStart: number;
}

/** The week as 7 × 24 cells, the stronger the more; the line below names the busiest cell, or the one pointed at. */
export function HeatMap({ totals, measure, weekStart }: HeatMapProps) {
  const weekdays = hours.slice(0, 7).map((place) => ((weekStart - 1 + place) % 7) + 1);
  const [pointedAt, setPointedAt] = useState<WeekdayHourTotal>();
  const valueOf = (total: WeekdayHourTotal): number => (measure === 'plays' ? total.plays : total.ms);
  const busiest = totals.reduce<WeekdayHourTotal | undefined>(
    (best, total) => (valueOf(total) > (best === undefined ? 0 : valueOf(best)) ? total : best),
    undefined,
  );
  const cells = useMemo(
    () => new Map(totals.map((total) => [cellKey(total.weekday, total.hour), total])),
    [totals],
  );
  const strength = strengthScale(totals.map(valueOf));
  const point = (event: PointerEvent): void => {
    const cell = event.target instanceof HTMLElement ? event.target.closest('td') : null;
    setPointedAt(cell?.dataset['cell'] === undefined ? undefined : cells.get(cell.dataset['cell']));
  };
  const named = pointedAt ?? busiest;
  return (
    <div className={css.map}>
      <table className={css.table} onPointerOver={point} onPointerLeave={point}>
        <caption className={css.hidden}>Plays and listening time by weekday and hour</caption>
        <thead>
          <tr>
            <th scope="col" className={css.corner}>
              <span className={css.hidden}>Weekday</span>
            </th>
            {hours.map((hour) => (
              <th key={hour} scope="col" className={css.hour}>
                <span className={css.hidden}>{formatHour(hour)}</span>
                {hour % 6 === 0 && <span aria-hidden="true">{formatShortHour(hour)}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weekdays.map((weekday) => (
            <tr key={weekday}>
              <th scope="row" className={css.weekday}>
                {formatWeekday(weekday, 'short')}
              </th>
              {hours.map((hour) => {
                const total = cells.get(cellKey(weekday, hour));
                return (
                  <td
                    key={hour}
                    data-cell={cellKey(weekday, hour)}
                    className={css.cell}
                    style={{ backgroundColor: paintOf(total === undefined ? 0 : strength(valueOf(total))) }}
                  >
                    <span className={css.hidden}>{total === undefined ? '0' : describe(total)}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.line}>
        {named !== undefined && (
          <>
            {pointedAt === undefined && 'Busiest: '}
            {formatWeekday(named.weekday, 'long')}, {formatHour(named.hour)}: {describe(named)}
          </>
        )}
      </p>
    </div>
  );
}

const cellKey = (weekday: number, hour: number): string => `${weekday}-${hour}`;
const describe = (total: WeekdayHourTotal): string =>
  `${formatCount(total.plays, 'play')}, ${formatDuration(total.ms)}`;
