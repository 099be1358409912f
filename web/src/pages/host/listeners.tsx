import type { MonitoringMode } from '@analytics/contract/monitoring';
import type { ListenerReport } from '@analytics/contract/status';
import { useNow } from '../../components/now.ts';
import { StatusLight } from '../../components/status-light.tsx';
import { formatNumber } from '../../format/number.ts';
import { formatRelative } from '../../format/relative-time.ts';
import card from '../../styles/card.module.css';
import { importWords } from './import-words.ts';
import css from './listeners.module.css';
import { ReportTable } from './report-table.tsx';

const modeNames: Record<MonitoringMode, string> = {
  history: 'recently played',
  realtime: 'what plays',
  hybrid: 'recently played and what plays',
};

/** Who listens here, and how their monitoring fares. */
export function Listeners({ listeners }: { listeners: readonly ListenerReport[] }) {
  const now = useNow();
  const when = (instant: string | null): string =>
    instant === null ? '–' : formatRelative(instant, Math.max(now, Date.parse(instant)));
  return (
    <section className={`${card.card} ${card.section}`}>
      <div>
        <h2>Listeners</h2>
        <p className={card.small}>What they play is theirs alone, and is not shown to you.</p>
      </div>
      <ReportTable
        name="Listeners"
        heads={['Name', 'Plays', 'Last look', 'Last seen']}
        narrow={2}
        rows={listeners.map((listener) => ({
          key: listener.id,
          cells: [
            <>
              <strong>{listener.name}</strong>
              {listener.isHost && <span className={card.small}> host</span>}
              <span className={css.state}>
                <StatusLight tone={toneOf(listener)} /> {stateWords(listener)}
              </span>
              {listener.imports.filter(isUnderWay).map((one) => (
                <span key={one.id} className={css.state}>
                  {importWords(one)}
                </span>
              ))}
            </>,
            formatNumber(listener.plays),
            when(listener.monitoring?.lastPollAt ?? null),
            when(listener.lastSeenAt),
          ],
        }))}
      />
    </section>
  );
}

const isUnderWay = ({ state }: ListenerReport['imports'][number]): boolean => state !== 'failed';

function toneOf({ connection, monitoring }: ListenerReport): 'on' | 'off' | 'trouble' {
  if (connection === 'needs-reconnection') return 'trouble';
  if (monitoring?.enabled !== true) return 'off';
  return monitoring.lastError === null ? 'on' : 'trouble';
}

function stateWords({ connection, monitoring }: ListenerReport): string {
  if (connection === null) return 'Not connected to Spotify';
  if (connection === 'needs-reconnection') return 'Has to connect Spotify again';
  if (monitoring?.enabled !== true) return 'Connected, not monitored';
  return `Monitored: ${modeNames[monitoring.mode]}`;
}
