import { type PointerEvent, type ReactNode, useMemo, useState } from 'react';
import { groupByMonth } from '../calendar/months.ts';
import { formatShortMonth } from '../format/date.ts';
import { ChartCursor } from './chart-cursor.tsx';
import css from './day-calendar.module.css';

interface DayCalendarProps<T extends { date: string }> {
  label: string;
  days: readonly T[];
  /** The weekday that weeks begin with, 1 being Monday. */
  weekStart: number;
  /** The colour of a day. */
  paint: (day: T) => string;
  /** Whether a day is hatched, for what its colour does not say. */
  isHatched: (day: T) => boolean;
  /** A day in words, with its date. */
  words: (day: T) => string;
  /** What the line below says while no day is pointed at. */
  children: ReactNode;
  /** What a click or the Enter key does with a day. */
  onDay?: (day: string) => void;
}

/** A calendar of up to a year, a square for each day; the line below it names the day pointed at. */
export function DayCalendar<T extends { date: string }>(props: DayCalendarProps<T>) {
  const { label, days, weekStart, paint, isHatched, words, children, onDay } = props;
  const [pointedAt, setPointedAt] = useState<number>();
  const months = useMemo(() => groupByMonth(days, weekStart), [days, weekStart]);
  const named = days[pointedAt ?? -1];
  const open = (index: number | undefined): void => {
    const day = days[index ?? -1];
    if (day !== undefined) onDay?.(day.date);
  };
  return (
    <>
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
          words={named === undefined ? `${days.length} days` : words(named)}
          row={7}
          onMove={setPointedAt}
          onOpen={() => {
            open(pointedAt);
          }}
        />
        {months.map(({ month, column, days: some }) => (
          <div key={month}>
            <p className={css.name}>{formatShortMonth(month)}</p>
            <div className={onDay === undefined ? css.days : `${css.days} ${css.zoomed}`}>
              {some.map((day, place) => (
                <span
                  key={day.date}
                  data-day={day.index}
                  className={dayClass(isHatched(day), day.index === pointedAt)}
                  style={{
                    backgroundColor: paint(day),
                    ...(place === 0 && { gridColumnStart: column + 1 }),
                  }}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
      <p className={css.line}>{named === undefined ? children : words(named)}</p>
    </>
  );
}

function dayClass(hatched: boolean, isPointedAt: boolean): string {
  return [css.day, hatched && css.hatched, isPointedAt && css.pointedAt].filter(Boolean).join(' ');
}

/** Which day a pointer is over. */
function indexOf({ target }: PointerEvent): number | undefined {
  const day = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-day]') : null;
  return day === null ? undefined : Number(day.dataset['day']);
}
