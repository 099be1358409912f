const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How far an instant is from now: `in 12 minutes`, `3 days ago`. */
export function formatRelative(instant: string, now: number): string {
  const distance = Date.parse(instant) - now;
  const [unit, unitMs] = units.find(([, size]) => Math.abs(distance) >= size) ?? ['second', 1000];
  return relative.format(Math.round(distance / unitMs), unit);
}
