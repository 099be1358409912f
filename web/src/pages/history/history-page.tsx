import type { Play } from '@analytics/contract/play';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { type PlayFilter, playPagesQuery } from '../../api/plays.ts';
import { summaryQuery } from '../../api/stats.ts';
import { EmptyHistory } from '../../components/empty-history.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { usePeriod } from '../../components/period.ts';
import { RangePicker } from '../../components/range-picker.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUser } from '../../components/user-context.ts';
import type { HistorySearch } from '../../search.ts';
import card from '../../styles/card.module.css';
import { useDayTotals } from './day-totals.ts';
import { DeletionBar } from './deletion-bar.tsx';
import { deletePlays, useDeletions } from './deletions.ts';
import { HistoryFilters } from './history-filters.tsx';
import css from './history-page.module.css';
import { LoadMore } from './load-more.tsx';
import { PlayDays, type Selection } from './play-days.tsx';
import { SelectionBar } from './selection-bar.tsx';

/** Every play, newest first. */
export function HistoryPage() {
  const search = useSearch({ from: '/spotify/analytics/history' });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const user = useUser();
  const [selection, setSelection] = useState<Selection>();
  const selectButton = useRef<HTMLButtonElement>(null);
  const filter = filterOf(search);
  const pages = useInfiniteQuery(playPagesQuery({ ...usePeriod(), ...filter }));
  const { data: summary } = useQuery(summaryQuery());
  const deletions = useDeletions();
  const loaded = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const totals = useDayTotals(loaded, deletions, Object.keys(filter).length === 0);
  const deleted = new Set(
    deletions.flatMap(({ state, plays }) => (state === 'failed' ? [] : plays.map(({ id }) => id))),
  );
  const plays = loaded.filter(({ id }) => !deleted.has(id));
  const selected = plays.filter(({ id }) => selection?.has(id));
  const change = (part: Partial<Record<keyof HistorySearch, string | undefined>>): void => {
    void navigate({
      to: '.',
      search: { ...search, ...part } as HistorySearch,
      replace: true,
      resetScroll: false,
    });
  };
  const select = (next: Selection): void => {
    setSelection(next);
    // What had the focus goes with the selection.
    if (next === undefined) selectButton.current?.focus({ preventScroll: true });
  };
  const remove = (some: readonly Play[]): void => {
    deletePlays(user.id, some, queryClient);
  };
  return (
    <>
      <PageHeading title="History">
        <RangePicker />
      </PageHeading>
      <div className={card.stack}>
        <HistoryFilters
          search={search}
          onChange={change}
          selectButton={selectButton}
          isSelecting={selection !== undefined}
          onSelect={() => {
            select(selection === undefined ? new Set() : undefined);
          }}
        />
        {pages.error !== null && pages.data === undefined && <ErrorNotice error={pages.error} />}
        {pages.isPending && (
          <Loading>
            <Skeleton height="60rem" />
          </Loading>
        )}
        {pages.data !== undefined &&
          plays.length === 0 &&
          !pages.hasNextPage &&
          (summary?.firstPlayedAt === null ? (
            <EmptyHistory />
          ) : (
            <EmptyState title="No plays here">
              <p>Nothing was played in this period, or the search and the filters leave nothing over.</p>
            </EmptyState>
          ))}
        {plays.length > 0 && (
          <div
            className={pages.isPlaceholderData ? css.stale : undefined}
            aria-busy={pages.isPlaceholderData}
          >
            <PlayDays
              plays={plays}
              totals={totals}
              selection={selection}
              onSelect={select}
              onDelete={(play) => {
                remove([play]);
              }}
            />
          </div>
        )}
        {pages.isFetchNextPageError && <ErrorNotice error={pages.error} />}
        {pages.hasNextPage && !pages.isFetchNextPageError && (
          <LoadMore isLoading={pages.isFetchingNextPage} onLoad={() => void pages.fetchNextPage()} />
        )}
        {plays.length > 0 && !pages.hasNextPage && (
          <p className={`${card.small} ${css.end}`}>That is everything in this period.</p>
        )}
      </div>
      <div className={css.bars}>
        <DeletionBar deletions={deletions} />
        {selection !== undefined && (
          <SelectionBar
            selected={selected}
            onDelete={() => {
              remove(selected);
              select(undefined);
            }}
            onLeave={() => {
              select(undefined);
            }}
          />
        )}
      </div>
    </>
  );
}

const filterOf = ({ search, source, counted }: HistorySearch): PlayFilter => ({
  ...(search !== undefined && { search }),
  ...(source !== undefined && { source }),
  ...(counted !== undefined && { counted: counted === 'yes' }),
});
