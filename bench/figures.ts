/** The value that a share of the values does not exceed, such as 0.95 for p95; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Milliseconds as `1.23 s`. */
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

/** The smallest and the largest, as `1.23 to 1.45 s`. */
export function spread(times: readonly number[]): string {
  return `${(Math.min(...times) / 1_000).toFixed(2)} to ${seconds(Math.max(...times))}`;
}

/** Bytes as `123 MB`. */
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** A number as `140,000`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** A table in Markdown, to be pasted into docs/performance.md. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
