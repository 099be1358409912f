import { formatBytes } from '../../format/bytes.ts';
import { formatNumber } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import { ReportTable } from './report-table.tsx';

const shown = 8;

interface StorageTableProps {
  rows: Readonly<Record<string, number>>;
  bytes: Readonly<Record<string, number>>;
}

/** The largest tables of the database. */
export function StorageTable({ rows, bytes }: StorageTableProps) {
  const largest = Object.entries(bytes)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, shown);
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Largest tables</h2>
      <ReportTable
        name="Largest tables"
        heads={['Table', 'Rows, about', 'Size']}
        narrow={3}
        rows={largest.map(([name, size]) => ({
          key: name,
          cells: [name, formatNumber(rows[name] ?? 0), formatBytes(size)],
        }))}
      />
    </section>
  );
}
