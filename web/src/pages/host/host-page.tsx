import type { ListenerReport, StatusAnswer } from '@analytics/contract/status';
import { useQuery } from '@tanstack/react-query';
import { listenersQuery, statusQuery } from '../../api/host.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Figure } from '../../components/figure.tsx';
import { FigureList } from '../../components/figure-list.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatCount, formatNumber } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import { CatalogueCompletion } from './catalogue-completion.tsx';
import { Invitations } from './invitations.tsx';
import { Listeners } from './listeners.tsx';
import { QueueTable } from './queue-table.tsx';
import { Registration } from './registration.tsx';
import { SpotifyCalls } from './spotify-calls.tsx';
import { StorageTable } from './storage-table.tsx';
import { Troubles } from './troubles.tsx';
import { Workers } from './workers.tsx';

/** How the instance and its listeners fare, for the host. It shows nobody's plays. */
export function HostPage() {
  const { isHost } = useUser();
  return (
    <>
      <PageHeading title="Host" />
      {isHost ? (
        <HostReport />
      ) : (
        <EmptyState title="This is for the host">
          <p>Only the host of this instance sees how it fares.</p>
        </EmptyState>
      )}
    </>
  );
}

function HostReport() {
  const { data: status, error: statusError } = useQuery(statusQuery);
  const { data: listeners, error: listenersError } = useQuery(listenersQuery);
  const error = statusError ?? listenersError;
  if (status !== undefined && listeners !== undefined)
    return <Report status={status} listeners={listeners} />;
  if (error !== null) return <ErrorNotice error={error} />;
  return (
    <Loading>
      <div className={card.stack}>
        <div className={card.card}>
          <FigureList skeletonNames={['Listeners', 'Plays', 'Jobs', 'Database']} hasNotes />
        </div>
        <Skeleton height="50rem" />
      </div>
    </Loading>
  );
}

function Report({ status, listeners }: { status: StatusAnswer; listeners: ListenerReport[] }) {
  const { tables = {}, storage, workers = [], queue = [], budget, coolDowns = [], enrichment } = status;
  const sum = (count: (one: (typeof queue)[number]) => number): number =>
    queue.reduce((total, one) => total + count(one), 0);
  const monitored = listeners.filter(({ monitoring }) => monitoring?.enabled === true).length;
  return (
    <div className={card.stack}>
      <section className={card.card} aria-label="Key figures">
        <FigureList>
          <Figure
            name="Listeners"
            value={formatNumber(listeners.length)}
            note={`${formatNumber(monitored)} monitored`}
          />
          <Figure
            name="Plays"
            value={formatNumber(listeners.reduce((total, { plays }) => total + plays, 0))}
            note="of all listeners"
          />
          <Figure
            name="Jobs"
            value={formatNumber(sum(({ queued }) => queued))}
            note={`waiting, ${formatNumber(sum(({ active }) => active))} running`}
          />
          <Figure
            name="Database"
            value={formatBytes(storage?.bytes ?? 0)}
            note={formatCount(Object.keys(tables).length, 'table')}
          />
        </FigureList>
      </section>
      <Troubles listeners={listeners} queue={queue} coolDowns={coolDowns} workers={workers} />
      <Listeners listeners={listeners} />
      <div className={card.pair}>
        <Registration />
        <Invitations />
      </div>
      <div className={card.pair}>
        <SpotifyCalls budget={budget} coolDowns={coolDowns} />
        <CatalogueCompletion enrichment={enrichment} />
      </div>
      <Workers workers={workers} version={status.version} />
      <div className={card.pair}>
        <QueueTable queue={queue} />
        <StorageTable rows={tables} bytes={storage?.tables ?? {}} />
      </div>
    </div>
  );
}
