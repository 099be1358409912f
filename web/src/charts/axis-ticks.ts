const mostTicks = 6;

/**
 * Round values from 0 up to at least the greatest one, a handful of them: where an axis has its lines. Counts have none between
 * whole numbers.
 */
export function axisTicks(greatest: number, isCount: boolean): number[] {
  const rough = Math.max(greatest, isCount ? 1 : Number.MIN_VALUE) / (mostTicks - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999_999) ?? rough;
  const whole = isCount ? Math.max(1, step) : step;
  const steps = Math.max(1, Math.ceil(greatest / whole - 0.000_001));
  return Array.from({ length: steps + 1 }, (_, index) => index * whole);
}

/** Of so many labels beside each other every how-manyth has room, when each of them needs `widest` pixels and has `step`. */
export const labelInterval = (widest: number, step: number): number =>
  Math.max(1, Math.ceil(widest / Math.max(step, 0.01)));
