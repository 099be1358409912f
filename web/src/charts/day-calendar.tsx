import { type ReactNode, useMemo, useState } from 'react';
import { groupByMonth } from '../calendar/months.ts';
import { formatShortMonth } from '../format/date.ts';
import { CellGrid, type Place } from './cell-grid.tsx';
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

const week = 7;

/** A calendar of up to a year, a square for each day; the line below it names the day pointed at. */
export function DayCalendar<T extends { date: string }>(props: DayCalendarProps<T>) {
  const { label, days, weekStart, paint, isHatched, words, children, onDay } = props;
  const [pointedAt, setPointedAt] = useState<number>();
  const months = useMemo(
    () =>
      groupByMonth(days, weekStart).map(({ month, column, days: some }) => ({
        month,
        // Where the whole week would begin in which the month does.
        start: (some[0]?.index ?? 0) - column,
        indexes: new Set(some.map(({ index }) => index)),
        cells: some.map((day, at) => ({
          ...placeAt(column + at),
          colour: paint(day),
          isHatched: isHatched(day),
        })),
      })),
    [days, weekStart, paint, isHatched],
  );
  const named = days[pointedAt ?? -1];
  const open = (index: number | undefined): void => {
    const day = days[index ?? -1];
    if (day !== undefined) onDay?.(day.date);
  };
  return (
    <>
      <div className={css.months}>
        <ChartCursor
          label={label}
          count={days.length}
          index={pointedAt}
          words={named === undefined ? `${days.length} days` : words(named)}
          row={week}
          onMove={setPointedAt}
          onOpen={() => {
            open(pointedAt);
          }}
        />
        {months.map(({ month, start, indexes, cells }) => {
          const indexAt = (place: Place | undefined): number | undefined => {
            const index = place && start + place.row * week + place.column;
            return index !== undefined && indexes.has(index) ? index : undefined;
          };
          return (
            <div key={month}>
              <p className={css.name}>{formatShortMonth(month)}</p>
              <CellGrid
                columns={week}
                rows={(cells.at(-1)?.row ?? 0) + 1}
                cells={cells}
                pointedAt={
                  pointedAt !== undefined && indexes.has(pointedAt) ? placeAt(pointedAt - start) : undefined
                }
                onPoint={(place) => {
                  setPointedAt(indexAt(place));
                }}
                {...(onDay && {
                  onClick: (place) => {
                    open(indexAt(place));
                  },
                })}
              />
            </div>
          );
        })}
      </div>
      <p className={css.line}>{named === undefined ? children : words(named)}</p>
    </>
  );
}

const placeAt = (day: number): Place => ({ column: day % week, row: Math.floor(day / week) });
