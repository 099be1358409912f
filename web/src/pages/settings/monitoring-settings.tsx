import type { MonitoringInput, MonitoringMode } from '@analytics/contract/monitoring';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { monitoringQuery } from '../../api/account.ts';
import { request } from '../../api/request.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';
import css from './monitoring-settings.module.css';
import { MonitoringStatus } from './monitoring-status.tsx';

const modes: readonly { mode: MonitoringMode; name: string; tradeOff: string }[] = [
  {
    mode: 'history',
    name: 'History',
    tradeOff: 'Reads your recent plays every 20 minutes: gentle and complete, but without local files.',
  },
  {
    mode: 'realtime',
    name: 'Real time',
    tradeOff:
      'Looks every few seconds while you listen: plays appear at once, but it asks Spotify far more often.',
  },
  {
    mode: 'hybrid',
    name: 'Hybrid',
    tradeOff:
      'Both: the recent plays for what is complete, the live look for local files; it asks Spotify the most.',
  },
];

/** Starts and stops the monitoring, and chooses how it is done. */
export function MonitoringSettings({ isConnected }: { isConnected: boolean }) {
  const queryClient = useQueryClient();
  const query = useQuery(monitoringQuery);
  const change = useMutation({
    mutationFn: (body: MonitoringInput) => request('PUT /api/monitoring', { body }),
    onSuccess: (monitoring) => {
      queryClient.setQueryData(monitoringQuery.queryKey, monitoring);
    },
  });
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Monitoring</h2>
      <AsyncSection query={query} skeleton={<Skeleton height="14rem" />}>
        {(monitoring) => (
          <div className={css.settings}>
            <MonitoringStatus monitoring={monitoring} isConnected={isConnected} />
            <button
              type="button"
              className={monitoring.enabled || !isConnected ? button.secondary : button.primary}
              disabled={change.isPending || (!isConnected && !monitoring.enabled)}
              onClick={() => {
                change.mutate({ enabled: !monitoring.enabled });
              }}
            >
              {monitoring.enabled ? 'Stop the monitoring' : 'Start the monitoring'}
            </button>
            <fieldset className={css.modes} disabled={change.isPending}>
              <legend className={form.label}>Mode</legend>
              {modes.map(({ mode, name, tradeOff }) => (
                <div key={mode} className={css.mode}>
                  <input
                    type="radio"
                    name="monitoring-mode"
                    id={`mode-${mode}`}
                    aria-describedby={`trade-off-${mode}`}
                    checked={monitoring.mode === mode}
                    onChange={() => {
                      change.mutate({ mode });
                    }}
                  />
                  <label htmlFor={`mode-${mode}`}>{name}</label>
                  <p id={`trade-off-${mode}`} className={css.tradeOff}>
                    {tradeOff}
                  </p>
                </div>
              ))}
            </fieldset>
            {change.error !== null && (
              <p role="alert" className={form.error}>
                {change.error.message}
              </p>
            )}
          </div>
        )}
      </AsyncSection>
    </section>
  );
}
