/**
 * Where a key moves the cursor of a chart to, from `index` among `count` places; `row` is how many of them Up and Down skip.
 * Undefined for a key that moves nothing.
 */
export function moveCursor(key: string, index: number, count: number, row = 1): number | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -row,
    ArrowDown: row,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, index + step));
}
