import type { MonitoringInput } from '@analytics/contract/monitoring';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { monitoringQuery } from '../../api/account.ts';
import { request } from '../../api/request.ts';
import { ActionError } from '../../components/action-error.tsx';
import { AsyncSection } from '../../components/async-section.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { MonitoringModeChoice } from './monitoring-mode.tsx';
import css from './monitoring-settings.module.css';
import { MonitoringStatus } from './monitoring-status.tsx';

/** Starts and stops the monitoring, and says how it is done. */
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
      <AsyncSection query={query} skeleton={<Skeleton height="28rem" />}>
        {(monitoring) => (
          <div className={css.settings}>
            <MonitoringStatus monitoring={monitoring} isConnected={isConnected} />
            <MonitoringModeChoice
              mode={(change.isPending ? change.variables.mode : undefined) ?? monitoring.mode}
              disabled={!isConnected}
              onChange={(mode) => {
                change.mutate({ mode });
              }}
            />
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
            <p className={card.small}>
              {monitoring.enabled
                ? 'After a stop no new plays come in; your history stays. What you play meanwhile can be brought in by an export.'
                : 'Nothing is asked of Spotify while it is stopped. A start also brings in what Spotify still lists, which is your last 50 plays.'}
            </p>
            <ActionError error={change.error} />
          </div>
        )}
      </AsyncSection>
    </section>
  );
}
