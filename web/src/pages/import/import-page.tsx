import type { Import } from '@analytics/contract/import';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { importPagesQuery, isAtWork, isBeingUndone, pollMs } from '../../api/imports.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useIsLive } from '../../components/live-updates.ts';
import { useNow } from '../../components/now.ts';
import { Loading } from '../../components/loading.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import card from '../../styles/card.module.css';
import hidden from '../../styles/visually-hidden.module.css';
import { FormerImports } from './former-imports.tsx';
import { useHistoryRefresh } from './history-refresh.ts';
import { HowToGetExport } from './how-to-get-export.tsx';
import { ImportCard } from './import-card.tsx';
import { fileWords, importTitle } from './import-words.ts';
import { UploadZone } from './upload-zone.tsx';

const dayMs = 86_400_000;

/** Takes in the history that Spotify handed out, and shows what became of it. */
export function ImportPage() {
  const queryClient = useQueryClient();
  const isLive = useIsLive();
  const imports = useInfiniteQuery({
    ...importPagesQuery,
    refetchInterval: ({ state }) => pollMs(state.data?.pages.flatMap(({ items }) => items) ?? [], isLive),
  });
  const [arrivedId, setArrivedId] = useState<number>();
  const now = useNow();
  const uploads = useMemo(() => imports.data?.pages.flatMap(({ items }) => items) ?? [], [imports.data]);
  useHistoryRefresh(uploads);
  // In the order in which they are worked on.
  const current = uploads.filter((upload, index) => isCurrent(upload, index === 0, now)).toReversed();
  const former = uploads.filter((upload) => !current.includes(upload));
  const onUploaded = async (id: number): Promise<void> => {
    await queryClient.invalidateQueries({ queryKey: ['imports', 'list'] });
    setArrivedId(id);
  };
  return (
    <>
      <PageHeading title="Import" />
      <output className={hidden.hidden}>
        {current.map((upload) => `${fileWords(upload.fileNames)}: ${importTitle(upload)}.`).join(' ')}
      </output>
      {imports.isPending ? (
        <Loading>
          <Skeleton height="24rem" />
        </Loading>
      ) : (
        <div className={card.stack}>
          {current.map((upload) => (
            <ImportCard key={upload.id} upload={upload} hasJustArrived={upload.id === arrivedId} />
          ))}
          <UploadZone isSmall={uploads.length > 0} onUploaded={(id) => void onUploaded(id)} />
          {imports.error !== null && <ErrorNotice error={imports.error} />}
          {former.length > 0 && (
            <FormerImports
              uploads={former}
              onMore={imports.hasNextPage ? () => void imports.fetchNextPage() : undefined}
            />
          )}
          <HowToGetExport isOpen={imports.data?.pages[0]?.total === 0 || isWithoutHistory(uploads[0])} />
        </div>
      )}
    </>
  );
}

/**
 * What is under way or waits for the listener stands in full above the others, and so does what the newest upload has come to,
 * for a day. It is told from the server's list alone, so that every tab and device shows the same.
 */
function isCurrent(upload: Import, isNewest: boolean, now: number): boolean {
  if (upload.state === 'analysed' || (isAtWork(upload) && !isBeingUndone(upload))) return true;
  const isResult = upload.state === 'imported' || upload.state === 'failed';
  return isNewest && isResult && now - Date.parse(upload.createdAt) < dayMs;
}

/** Whether it was something else than an export. */
const isWithoutHistory = (upload: Import | undefined): boolean =>
  upload?.state === 'failed' && upload.statistics?.totalRows === 0;
