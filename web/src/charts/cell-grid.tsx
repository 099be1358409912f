import { type PointerEvent, useMemo } from 'react';
import css from './cell-grid.module.css';

/** A place among rows and columns, both from 0. */
export interface Place {
  column: number;
  row: number;
}

export interface Cell extends Place {
  colour: string;
  isHatched?: boolean;
}

interface CellGridProps {
  columns: number;
  rows: number;
  cells: readonly Cell[];
  pointedAt: Place | undefined;
  /** Undefined when the pointer leaves. */
  onPoint: (place: Place | undefined) => void;
  onClick?: (place: Place) => void;
}

/** From one cell to the next, in units of the drawing, which is as large as its place. */
const pitch = 20;
const cellPath = 'q0-2 2-2h14q2 0 2 2v14q0 2-2 2h-14q-2 0-2-2z';
const hatchPath = 'm0 4l6-6m-6 12l12-12m-12 18l18-18m0 6l-12 12m6 0l6-6';

/** Coloured cells in rows and columns. Those of a colour are one shape: hundreds of elements would take a browser long. */
export function CellGrid({ columns, rows, cells, pointedAt, onPoint, onClick }: CellGridProps) {
  const colours = useMemo(() => [...Map.groupBy(cells, ({ colour }) => colour)], [cells]);
  const hatched = cells.filter(({ isHatched }) => isHatched);
  const point = (event: PointerEvent): void => {
    const place = placeOf(event, columns, rows);
    if (place.column !== pointedAt?.column || place.row !== pointedAt.row) onPoint(place);
  };
  return (
    <svg
      className={onClick === undefined ? css.grid : `${css.grid} ${css.zoomed}`}
      viewBox={`0 0 ${columns * pitch} ${rows * pitch}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      onPointerMove={point}
      // A finger points by tapping, and is gone at once.
      onPointerDown={point}
      onPointerLeave={(event) => {
        if (event.pointerType === 'mouse') onPoint(undefined);
      }}
      onPointerUp={(event) => {
        if (event.button === 0 && event.pointerType === 'mouse') onClick?.(placeOf(event, columns, rows));
      }}
    >
      {colours.map(([colour, some]) => (
        <path key={colour} style={{ fill: colour }} d={pathOf(some, cellPath)} />
      ))}
      {hatched.length > 0 && <path className={css.hatch} d={pathOf(hatched, hatchPath)} />}
      {pointedAt !== undefined && <path className={css.pointedAt} d={pathOf([pointedAt], cellPath)} />}
    </svg>
  );
}

const pathOf = (places: readonly Place[], shape: string): string =>
  places.map(({ column, row }) => `M${column * pitch + 1} ${row * pitch + 3}${shape}`).join('');

function placeOf({ clientX, clientY, currentTarget }: PointerEvent, columns: number, rows: number): Place {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return {
    column: Math.min(columns - 1, Math.max(0, Math.floor(((clientX - left) / width) * columns))),
    row: Math.min(rows - 1, Math.max(0, Math.floor(((clientY - top) / height) * rows))),
  };
}
