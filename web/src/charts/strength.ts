/**
 * How strongly a cell of a heat map is painted, 0 to 1, among all of its values. The strongest twentieth is painted alike: one
 * day at a festival would otherwise pale all others.
 */
export function strengthScale(values: readonly number[]): (value: number) => number {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  const full = sorted[Math.floor((sorted.length - 1) * 0.95)] ?? 0;
  return (value) => (value <= 0 || full === 0 ? 0 : 0.12 + 0.88 * Math.min(1, value / full));
}

/** The colour of a cell of a heat map that is painted so strongly, 0 to 1: one of eleven, which is as many as an eye tells apart. */
export const paintOf = (strength: number): string =>
  `color-mix(in srgb, var(--chart-hover) ${Math.ceil(strength * 10) * 10}%, var(--surface-sunken))`;
