const units = [
  ['gigabyte', 1e9],
  ['megabyte', 1e6],
  ['kilobyte', 1e3],
] as const;

const formats = new Map(
  units.map(([unit]) => [
    unit,
    // Two digits say enough, and do not make a growing number flicker.
    new Intl.NumberFormat(undefined, { style: 'unit', unit, maximumSignificantDigits: 3 }),
  ]),
);

/** A size of a file in decimal units, as file managers show it: `820 kB`, `9.75 MB`, `1.07 GB`. */
export function formatBytes(bytes: number): string {
  const [unit, size] = units.find(([, unitSize]) => bytes >= unitSize) ?? (['kilobyte', 1e3] as const);
  return formats.get(unit)?.format(bytes / size) ?? '';
}
