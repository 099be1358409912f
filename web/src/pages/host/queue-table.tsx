import type { StatusAnswer } from '@analytics/contract/status';
import { formatNumber } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import { ReportTable } from './report-table.tsx';

/** What the workers have to do, by kind. */
export function QueueTable({ queue }: { queue: NonNullable<StatusAnswer['queue']> }) {
  const busy = queue.filter(({ queued, active, failed }) => queued + active + failed > 0);
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Jobs</h2>
      {busy.length === 0 ? (
        <p className={card.muted}>Nothing waits, and nothing is running.</p>
      ) : (
        <ReportTable
          name="Jobs"
          heads={['Kind', 'Waiting', 'Running', 'Failed']}
          narrow={4}
          rows={busy.map(({ name, queued, active, failed }) => ({
            key: name,
            cells: [name, formatNumber(queued), formatNumber(active), formatNumber(failed)],
          }))}
        />
      )}
    </section>
  );
}
