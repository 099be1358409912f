import type { Worker } from '@analytics/contract/status';
import { useNow } from '../../components/now.ts';
import { formatDecimal, formatNumber } from '../../format/number.ts';
import { formatRelative } from '../../format/relative-time.ts';
import card from '../../styles/card.module.css';
import { ReportTable } from './report-table.tsx';

interface WorkersProps {
  workers: readonly Worker[];
  /** Of the process that answers. */
  version: string;
}

/** The processes that take jobs. */
export function Workers({ workers, version }: WorkersProps) {
  const now = useNow();
  const past = (instant: string): string => formatRelative(instant, Math.max(now, Date.parse(instant)));
  return (
    <section className={`${card.card} ${card.section}`}>
      <div>
        <h2>Workers</h2>
        <p className={card.small}>This instance runs version {version}.</p>
      </div>
      <ReportTable
        name="Workers"
        heads={['Name', 'Listeners', 'Jobs a minute', 'Running', 'Version', 'Started', 'Heard from']}
        narrow={2}
        rows={workers.map((worker) => ({
          key: worker.name,
          cells: [
            worker.name,
            formatNumber(worker.listeners),
            formatDecimal(worker.jobsPerMinute),
            formatNumber(worker.jobs),
            worker.version,
            past(worker.startedAt),
            past(worker.lastHeartbeatAt),
          ],
        }))}
      />
    </section>
  );
}
