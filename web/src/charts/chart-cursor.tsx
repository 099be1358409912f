import type { KeyboardEvent } from 'react';
import hidden from '../styles/visually-hidden.module.css';
import { moveCursor } from './cursor-keys.ts';

interface ChartCursorProps {
  label: string;
  count: number;
  /** Undefined while it points at nothing. */
  index: number | undefined;
  /** What it points at, in words. */
  words: string;
  /** How many places Up and Down skip. */
  row?: number;
  onMove: (index: number | undefined, isExtending: boolean) => void;
  onOpen?: () => void;
}

/**
 * Points at one bar or cell of a chart by keyboard, and tells a screen reader what is there: a slider that nobody sees. What is
 * around it shows its focus.
 */
export function ChartCursor({ label, count, index, words, row = 1, onMove, onOpen }: ChartCursorProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moveCursor(event.key, index ?? count, count, row);
    if (next !== undefined) onMove(next, event.shiftKey && index !== undefined);
    else if (event.key === 'Enter') onOpen?.();
    else if (event.key === 'Escape' && index !== undefined) onMove(undefined, false);
    else return;
    event.preventDefault();
  };
  return (
    <input
      type="range"
      className={hidden.hidden}
      min={0}
      max={Math.max(0, count - 1)}
      value={index ?? 0}
      aria-label={label}
      aria-valuetext={words}
      onKeyDown={onKeyDown}
      // A screen reader may move it without keys.
      onChange={(event) => {
        onMove(event.target.valueAsNumber, false);
      }}
      onBlur={() => {
        onMove(undefined, false);
      }}
    />
  );
}
