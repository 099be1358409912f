import type { ReactNode } from 'react';
import css from './bar-pointer.module.css';
import { ChartCursor } from './chart-cursor.tsx';
import type { ChartPoint } from './chart-series.ts';
import { type BarArea, useBarCursor, type Zoom } from './use-bar-cursor.ts';

interface BarPointerProps {
  label: string;
  points: ChartPoint[];
  /** Undefined until the bars are drawn. */
  area: BarArea | undefined;
  onZoom: Zoom | undefined;
  children: ReactNode;
}

/** Lets keyboard, mouse and finger point at the bars of a chart, and says what is there. */
export function BarPointer({ label, points, area, onZoom, children }: BarPointerProps) {
  const { cursor, onMove, onOpen, pointer } = useBarCursor(area, points.length, onZoom);
  const [first, last] = [cursor?.anchor, cursor?.index].map((index) => points[index ?? -1]);
  return (
    <div className={onZoom === undefined ? css.place : `${css.place} ${css.zoomable}`} {...pointer}>
      <ChartCursor
        label={label}
        count={points.length}
        index={cursor?.index}
        words={last === undefined ? `${points.length} bars` : describe(first, last)}
        onMove={onMove}
        onOpen={onOpen}
      />
      {children}
      {area !== undefined && cursor !== undefined && last !== undefined && (
        <>
          <span className={css.marked} style={boxOf(area, points.length, cursor.anchor, cursor.index)} />
          <div
            className={css.tooltip}
            aria-hidden="true"
            style={besideBar(area, points.length, cursor.index)}
          >
            <strong>{last.name}</strong>
            <span>{last.text}</span>
            {last.note !== undefined && <span>{last.note}</span>}
          </div>
        </>
      )}
    </div>
  );
}

function describe(first: ChartPoint | undefined, last: ChartPoint): string {
  const words = `${last.name}: ${last.text}${last.note === undefined ? '' : `, ${last.note}`}`;
  return first === undefined || first === last ? words : `${words}. Marked from ${first.name}`;
}

/** The place of the bars from one to another. */
function boxOf({ left, top, width, height }: BarArea, count: number, anchor: number, index: number) {
  const step = width / count;
  const bars = Math.abs(index - anchor) + 1;
  return { left: left + Math.min(anchor, index) * step, top, width: bars * step, height };
}

/** Beside a bar, on the side that has more room. */
function besideBar(area: BarArea, count: number, index: number) {
  const { left, width } = boxOf(area, count, index, index);
  const middle = area.left + area.width / 2;
  return left < middle
    ? { top: area.top, left: left + width + 6 }
    : { top: area.top, right: `calc(100% - ${left - 6}px)` };
}
