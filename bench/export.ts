import { createCatalogue } from '@analytics/simulator/catalogue';
import { writeExtendedExport } from '@analytics/simulator/export/extended-export';
import { createHeavyListener } from '@analytics/simulator/export/heavy-listener';

/** Writes the export of an invented listener with so many rows; another seed, another listener. */
export async function writeExport(path: string, rows: number, seed = 7): Promise<void> {
  const catalogue = createCatalogue(1);
  const until = new Date('2026-10-01T00:00:00Z');
  const listener = createHeavyListener(catalogue, seed, rows, until);
  const streams = listener.timeline.between(0, until.getTime());
  await writeExtendedExport({ catalogue, listener, streams, layout: '2026', rows }, path);
}
