import type { Monitoring } from '@analytics/contract/monitoring';
import { useNow } from '../../components/now.ts';
import { StatusLight } from '../../components/status-light.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatRelative } from '../../format/relative-time.ts';
import css from './monitoring-status.module.css';

const stateNames: Record<Monitoring['state'], string> = {
  stopped: 'Stopped',
  running: 'Running',
  processing: 'Running, asking Spotify right now',
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
  const { enabled, state, lastPollAt, nextPollAt, lastError, lookEveryMs, notice, worker } = monitoring;
  const isOn = enabled && isConnected;
  const when = (instant: string | null, asOf: (time: number) => number): string =>
    instant === null
      ? '–'
      : `${formatRelative(instant, asOf(Date.parse(instant)))} (${formatInstant(instant, timezone)})`;
  return (
    <dl className={css.status}>
      <dt>State</dt>
      <dd>
        <StatusLight tone={isOn ? (lastError === null ? 'on' : 'trouble') : 'off'} />
        {isConnected ? stateNames[state] : 'Stopped: connect to Spotify first'}
      </dd>
      <dt>Last look</dt>
      <dd>{when(lastPollAt, (time) => Math.max(now, time))}</dd>
      <dt>Next look</dt>
      <dd>{isOn ? when(nextPollAt, (time) => Math.min(now, time)) : '–'}</dd>
      <dt>Looks</dt>
      <dd>{isOn ? paceWords(lookEveryMs) : '–'}</dd>
      {notice !== null && (
        <>
          <dt>Slower now</dt>
          <dd>{notice}</dd>
        </>
      )}
      {lastError !== null && (
        <>
          <dt>Last error</dt>
          <dd className={css.error}>{lastError}</dd>
        </>
      )}
      {isOn && worker !== null && (
        <>
          <dt>Worker</dt>
          <dd className={css.worker}>{worker}</dd>
        </>
      )}
    </dl>
  );
}

const paceWords = (lookEveryMs: number | null): string =>
  lookEveryMs === null
    ? 'at your last 50 plays every 20 minutes'
    : `at what plays every ${formatDuration(lookEveryMs)}, less often in silence`;
