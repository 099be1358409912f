import type { WeekdayHourTotal } from '@analytics/contract/stats';
import { useMemo, useState } from 'react';
import { formatHour, formatShortHour, formatWeekday } from '../format/date.ts';
import { formatDuration } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import { type Measure, totalOf } from '../search.ts';
import { CellGrid } from './cell-grid.tsx';
import { ChartCursor } from './chart-cursor.tsx';
import { ChartTable } from './chart-table.tsx';
import css from './heat-map.module.css';
import { paintOf, strengthScale } from './strength.ts';

const hoursOfDay = 24;
const labelledHours = [0, 6, 12, 18];
const places = Array.from({ length: 7 }, (_, place) => place);

interface HeatMapProps {
  label: string;
  totals: WeekdayHourTotal[];
  measure: Measure;
  /** The weekday of the first row, 1 being Monday. */
  weekStart: number;
}

/** The week as 7 × 24 cells, the stronger the more; the line below names the busiest cell, or the one pointed at. */
export function HeatMap({ label, totals, measure, weekStart }: HeatMapProps) {
  const [pointedAt, setPointedAt] = useState<number>();
  const hours = useMemo(() => orderHours(totals, weekStart), [totals, weekStart]);
  const value = totalOf(measure);
  const cells = useMemo(() => {
    const strength = strengthScale(hours.map((hour) => hour[value]));
    return hours.map((hour, index) => ({ ...placeAt(index), colour: paintOf(strength(hour[value])) }));
  }, [hours, value]);
  const busiest = hours.reduce<WeekdayHourTotal | undefined>(
    (best, hour) => (hour[value] > (best?.[value] ?? 0) ? hour : best),
    undefined,
  );
  const pointed = hours[pointedAt ?? -1];
  return (
    <div className={css.map}>
      <div className={css.week}>
        <ChartCursor
          label={label}
          count={hours.length}
          index={pointedAt}
          words={pointed === undefined ? `${hours.length} hours` : words(pointed)}
          row={hoursOfDay}
          onMove={setPointedAt}
        />
        <div className={css.hours} aria-hidden="true">
          {labelledHours.map((hour) => (
            <span key={hour}>{formatShortHour(hour)}</span>
          ))}
        </div>
        <div className={css.weekdays} aria-hidden="true">
          {places.map((place) => (
            <span key={place}>{formatWeekday(weekdayAt(place, weekStart), 'short')}</span>
          ))}
        </div>
        <div className={css.cells}>
          <CellGrid
            columns={hoursOfDay}
            rows={places.length}
            cells={cells}
            pointedAt={pointedAt === undefined ? undefined : placeAt(pointedAt)}
            onPoint={(place) => {
              setPointedAt(place && place.row * hoursOfDay + place.column);
            }}
          />
        </div>
      </div>
      <p className={css.line}>
        {pointed === undefined ? busiest && `Busiest: ${words(busiest)}` : words(pointed)}
      </p>
      <ChartTable
        caption={label}
        pointName="Hour"
        points={() => hours.map((hour) => ({ name: nameOf(hour), text: describe(hour) }))}
      />
    </div>
  );
}

const weekdayAt = (place: number, weekStart: number): number => ((weekStart - 1 + place) % 7) + 1;
const placeAt = (index: number) => ({ column: index % hoursOfDay, row: Math.floor(index / hoursOfDay) });

/** All hours of a week from its first day on, those without a play too. */
function orderHours(totals: readonly WeekdayHourTotal[], weekStart: number): WeekdayHourTotal[] {
  const known = new Map(totals.map((total) => [total.weekday * hoursOfDay + total.hour, total]));
  return Array.from({ length: places.length * hoursOfDay }, (_, index) => {
    const weekday = weekdayAt(placeAt(index).row, weekStart);
    const hour = index % hoursOfDay;
    return known.get(weekday * hoursOfDay + hour) ?? { weekday, hour, plays: 0, ms: 0 };
  });
}

const nameOf = ({ weekday, hour }: WeekdayHourTotal): string =>
  `${formatWeekday(weekday, 'long')}, ${formatHour(hour)}`;
const describe = (total: WeekdayHourTotal): string =>
  `${formatCount(total.plays, 'play')}, ${formatDuration(total.ms)}`;
const words = (total: WeekdayHourTotal): string => `${nameOf(total)}: ${describe(total)}`;
