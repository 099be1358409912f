import type { DailyTotal } from '@analytics/contract/stats';
import { type PointerEvent, useMemo, useState } from 'react';
import { groupByMonth } from '../calendar/months.ts';
import { formatFullDay, formatShortMonth } from '../format/date.ts';
import { ChartCursor } from './chart-cursor.tsx';
import type { ChartPoint } from './chart-series.ts';
import { ChartTable } from './chart-table.tsx';
import { strengthScale } from './strength.ts';
import css from './year-map.module.css';

interface YearMapProps {
  label: string;
  days: DailyTotal[];
  valueOf: (day: DailyTotal) => number;
  /** The value of a day in words. */
  describe: (day: DailyTotal) => string;
  /** The weekday that weeks begin with, 1 being Monday. */
  weekStart: number;
  /** Days of which plays may be missing. */
  unknownDays: ReadonlySet<string>;
  onDay: (day: string) => void;
}

/** A calendar of up to a year, the stronger a day the more; the line below names the day pointed at, or the strongest one. */
export function YearMap(props: YearMapProps) {
  const { label, days, valueOf, describe, weekStart, unknownDays, onDay } = props;
  const [pointedAt, setPointedAt] = useState<number>();
  const months = useMemo(() => groupByMonth(days, weekStart), [days, weekStart]);
  const strength = strengthScale(days.map(valueOf));
  const strongest = days.reduce(
    (best, day, index) => (valueOf(day) > valueOf(days[best] ?? day) ? index : best),
    0,
  );
  const named = days[pointedAt ?? strongest];
  const words = (day: DailyTotal): string =>
    `${formatFullDay(day.date)}: ${describe(day)}${unknownDays.has(day.date) ? ', plays may be missing' : ''}`;
  const open = (index: number | undefined): void => {
    const day = days[index ?? -1];
    if (day !== undefined) onDay(day.date);
  };
  return (
    <div>
      <div
        className={css.months}
        onPointerOver={(event) => {
          setPointedAt(indexOf(event));
        }}
        onPointerLeave={() => {
          setPointedAt(undefined);
        }}
        onPointerUp={(event) => {
          if (event.button === 0 && event.pointerType === 'mouse') open(indexOf(event));
        }}
      >
        <ChartCursor
          label={label}
          count={days.length}
          index={pointedAt}
          words={pointedAt === undefined || named === undefined ? `${days.length} days` : words(named)}
          row={7}
          onMove={setPointedAt}
          onOpen={() => {
            open(pointedAt);
          }}
        />
        {months.map(({ month, column, days: some }) => (
          <div key={month} className={css.month}>
            <p className={css.name}>{formatShortMonth(month)}</p>
            <div className={css.days}>
              {some.map((day, place) => (
                <span
                  key={day.date}
                  data-day={day.index}
                  className={dayClass(unknownDays.has(day.date), day.index === pointedAt)}
                  style={{
                    backgroundColor: paint(strength(valueOf(day))),
                    ...(place === 0 && { gridColumnStart: column + 1 }),
                  }}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
      <p className={css.line}>
        {pointedAt === undefined && 'Most: '}
        {named !== undefined && words(named)}
      </p>
      <ChartTable
        caption={label}
        pointName="Day"
        points={days.map(
          (day): ChartPoint => ({
            label: day.date,
            name: formatFullDay(day.date),
            value: valueOf(day),
            text: describe(day),
            ...(unknownDays.has(day.date) && { note: 'plays may be missing' }),
          }),
        )}
      />
    </div>
  );
}

const paint = (strength: number): string =>
  `color-mix(in srgb, var(--chart-hover) ${Math.round(strength * 100)}%, var(--surface-sunken))`;

function dayClass(isUnknown: boolean, isPointedAt: boolean): string {
  return [css.day, isUnknown && css.unknown, isPointedAt && css.pointedAt].filter(Boolean).join(' ');
}

/** Which day a pointer is over. */
function indexOf({ target }: PointerEvent): number | undefined {
  const day = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-day]') : null;
  return day === null ? undefined : Number(day.dataset['day']);
}
