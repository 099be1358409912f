import type { MonitoringMode } from '@analytics/contract/monitoring';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { monitoringQuery } from '../../api/account.ts';
import { StatusLight } from '../../components/status-light.tsx';

const modes: Record<MonitoringMode, string> = {
  history: 'history mode',
  realtime: 'realtime mode',
  hybrid: 'hybrid mode',
};

/** Whether new plays come in, and how; the way to where that is decided. */
export function MonitoringLine() {
  const { data: monitoring } = useQuery(monitoringQuery);
  if (monitoring === undefined) return <StatusLight tone="off" />;
  const { enabled, lastError, mode } = monitoring;
  const words = !enabled
    ? 'Monitoring is stopped'
    : lastError === null
      ? `Monitored in ${modes[mode]}`
      : 'Monitoring needs your attention';
  return (
    <>
      <StatusLight tone={!enabled ? 'off' : lastError === null ? 'on' : 'trouble'} />
      <Link to="/spotify/analytics/settings">{words}</Link>
    </>
  );
}
