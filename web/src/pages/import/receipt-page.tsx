import type { Import } from '@analytics/contract/import';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { importQuery, pollMs } from '../../api/imports.ts';
import { isId } from '../../api/is-id.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useIsLive } from '../../components/live-updates.ts';
import { Loading } from '../../components/loading.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { useHistoryRefresh } from './history-refresh.ts';
import { ImportAnalysis } from './import-analysis.tsx';
import { ImportCard } from './import-card.tsx';
import { ReceiptRows } from './receipt-rows.tsx';

/** What became of every row of one upload. */
export function ReceiptPage() {
  const { importId } = useParams({ from: '/spotify/analytics/import/$importId' });
  const isLive = useIsLive();
  const { data: upload, error } = useQuery({
    ...importQuery(Number(importId)),
    enabled: isId(importId),
    refetchInterval: ({ state }) => pollMs(state.data === undefined ? [] : [state.data], isLive),
  });
  useHistoryRefresh(useMemo(() => (upload === undefined ? [] : [upload]), [upload]));
  const isUnknown = !isId(importId) || (error instanceof ApiError && error.status === 404);
  return (
    <>
      <PageHeading title="Receipt">
        <Link to="/spotify/analytics/import" className={button.quiet}>
          All imports
        </Link>
      </PageHeading>
      {upload !== undefined && <Receipt upload={upload} />}
      {upload === undefined && isUnknown && (
        <EmptyState title="There is no such import">
          <p>The address may have been copied incompletely, or belong to somebody else’s account.</p>
        </EmptyState>
      )}
      {upload === undefined &&
        !isUnknown &&
        (error ? (
          <ErrorNotice error={error} />
        ) : (
          <Loading>
            <Skeleton height="40rem" />
          </Loading>
        ))}
    </>
  );
}

function Receipt({ upload }: { upload: Import }) {
  const { state, statistics } = upload;
  const hasNumbers = statistics !== null && statistics.totalRows > 0;
  return (
    <div className={card.stack}>
      <ImportCard upload={upload} isOnReceipt>
        {hasNumbers && state !== 'analysed' && <ImportAnalysis upload={upload} statistics={statistics} />}
      </ImportCard>
      {hasNumbers && <ReceiptRows upload={upload} statistics={statistics} />}
    </div>
  );
}
