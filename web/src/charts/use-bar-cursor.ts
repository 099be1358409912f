import { type PointerEvent, useState } from 'react';

/** Looks closer at the bars from the first to the last, both included. */
export type Zoom = (first: number, last: number) => void;

/** Where a chart draws its bars, in pixels of its own place. */
export interface BarArea {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The bars between `anchor` and `index`, in whichever order; one bar when they are the same. */
interface BarCursor {
  anchor: number;
  index: number;
}

/**
 * Points at a bar by keyboard or pointer, and marks several by dragging or with Shift; what is marked can be looked at closer,
 * by letting go or with Enter. A finger that taps a bar sees its figures first and looks closer with the second tap.
 */
export function useBarCursor(area: BarArea | undefined, count: number, onZoom: Zoom | undefined) {
  const [cursor, setCursor] = useState<BarCursor>();
  const [dragFrom, setDragFrom] = useState<number>();

  const pointAt = (index: number | undefined, anchor = index): void => {
    setCursor(index === undefined || anchor === undefined ? undefined : { anchor, index });
  };
  const open = (anchor: number, index: number): void => {
    pointAt(undefined);
    onZoom?.(Math.min(anchor, index), Math.max(anchor, index));
  };
  const onPointerUp = (event: PointerEvent): void => {
    const index = barAt(event, area, count);
    setDragFrom(undefined);
    if (dragFrom === undefined || index === undefined || onZoom === undefined) return;
    const isFirstTap = event.pointerType !== 'mouse' && dragFrom === index && cursor?.index !== index;
    if (isFirstTap) pointAt(index);
    else open(dragFrom, index);
  };
  return {
    cursor,
    onMove: (index: number | undefined, isExtending: boolean): void => {
      pointAt(index, isExtending && onZoom !== undefined ? cursor?.anchor : index);
    },
    onOpen: (): void => {
      if (cursor !== undefined) open(cursor.anchor, cursor.index);
    },
    pointer: {
      onPointerDown: (event: PointerEvent): void => {
        if (event.button === 0) setDragFrom(barAt(event, area, count));
      },
      onPointerMove: (event: PointerEvent): void => {
        const isDragging = dragFrom !== undefined && onZoom !== undefined;
        const index = barAt(event, area, count, isDragging);
        // A finger points by tapping.
        if (!isDragging && event.pointerType !== 'mouse' && onZoom !== undefined) return;
        if (isDragging && index !== dragFrom) event.currentTarget.setPointerCapture(event.pointerId);
        if (index !== cursor?.index) pointAt(index, isDragging ? dragFrom : index);
      },
      onPointerUp,
      onPointerCancel: (): void => {
        setDragFrom(undefined);
        pointAt(undefined);
      },
      onPointerLeave: (event: PointerEvent): void => {
        if (event.pointerType === 'mouse' && dragFrom === undefined) pointAt(undefined);
      },
    },
  };
}

/** Which bar a pointer is over; beside the bars none, or the nearest one when it has been dragged there. */
function barAt(
  { clientX, currentTarget }: PointerEvent,
  area: BarArea | undefined,
  count: number,
  isDragging = false,
): number | undefined {
  if (area === undefined || count === 0) return undefined;
  const x = clientX - currentTarget.getBoundingClientRect().left - area.left;
  if (!isDragging && (x < 0 || x >= area.width)) return undefined;
  return Math.max(0, Math.min(count - 1, Math.floor((x / area.width) * count)));
}
