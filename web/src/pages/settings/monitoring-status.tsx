import type { Monitoring } from '@analytics/contract/monitoring';
import { useNow } from '../../components/now.ts';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import { formatRelative } from '../../format/relative-time.ts';
import css from './monitoring-status.module.css';

const stateNames: Record<Monitoring['state'], string> = {
  stopped: 'Stopped',
  running: 'Running',
  processing: 'Asking Spotify right now',
};

interface MonitoringStatusProps {
  monitoring: Monitoring;
  isConnected: boolean;
}

/** How the monitoring fares. */
export function MonitoringStatus({ monitoring, isConnected }: MonitoringStatusProps) {
  const { timezone } = useUser();
  // The clock of the page steps: what has happened is never shown as yet to come, and the other way round.
  const now = useNow();
  const { state, lastPollAt, nextPollAt, lastError } = monitoring;
  const when = (instant: string | null, asOf: (time: number) => number): string =>
    instant === null
      ? '–'
      : `${formatRelative(instant, asOf(Date.parse(instant)))} (${formatInstant(instant, timezone)})`;
  return (
    <dl className={css.status}>
      <dt>State</dt>
      <dd>{isConnected ? stateNames[state] : 'Stopped: connect to Spotify first'}</dd>
      <dt>Last look</dt>
      <dd>{when(lastPollAt, (time) => Math.max(now, time))}</dd>
      <dt>Next look</dt>
      <dd>{when(nextPollAt, (time) => Math.min(now, time))}</dd>
      {lastError !== null && (
        <>
          <dt>Last error</dt>
          <dd className={css.error}>{lastError}</dd>
        </>
      )}
    </dl>
  );
}
