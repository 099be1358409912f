import { createCatalogue } from '@analytics/simulator/catalogue';
import { type ExportReport, writeExtendedExport } from '@analytics/simulator/export/extended-export';
import { createHeavyListener } from '@analytics/simulator/export/heavy-listener';

const UNTIL = new Date('2026-10-01T00:00:00Z');

/** Writes an Extended streaming history as a listener gets it, with its oddities, as a ZIP of so many rows. */
export function writeExport(path: string, rows: number): Promise<ExportReport> {
  const catalogue = createCatalogue(3);
  const listener = createHeavyListener(catalogue, 5, rows, UNTIL);
  const streams = listener.timeline.between(0, UNTIL.getTime());
  return writeExtendedExport({ catalogue, listener, streams, layout: '2024', rows }, path);
}
