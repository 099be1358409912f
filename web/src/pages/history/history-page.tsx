import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type PlayFilter, playPagesQuery } from '../../api/plays.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { usePeriod } from '../../components/period.ts';
import { RangePicker } from '../../components/range-picker.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import type { HistorySearch } from '../../search.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { HistoryFilters } from './history-filters.tsx';
import css from './history-page.module.css';
import { PlayDays } from './play-days.tsx';

/** Every play, newest first. */
export function HistoryPage() {
  const search = useSearch({ from: '/spotify/analytics/history' });
  const navigate = useNavigate();
  const period = usePeriod();
  const pages = useInfiniteQuery(playPagesQuery({ ...period, ...filterOf(search) }));
  const plays = pages.data?.pages.flatMap((page) => page.items);
  const change = (part: Partial<Record<keyof HistorySearch, string | undefined>>): void => {
    void navigate({
      to: '.',
      search: { ...search, ...part } as HistorySearch,
      replace: true,
      resetScroll: false,
    });
  };
  return (
    <>
      <PageHeading title="History">
        <RangePicker />
      </PageHeading>
      <div className={card.stack}>
        <HistoryFilters search={search} onChange={change} />
        {pages.error !== null && plays === undefined && <ErrorNotice error={pages.error} />}
        {pages.isPending && (
          <Loading>
            <Skeleton height="60rem" />
          </Loading>
        )}
        {plays?.length === 0 && (
          <EmptyState title="No plays here">
            <p>Nothing was played in this period, or the search and the filters leave nothing over.</p>
          </EmptyState>
        )}
        {plays !== undefined && plays.length > 0 && (
          <div
            className={pages.isPlaceholderData ? css.stale : undefined}
            aria-busy={pages.isPlaceholderData}
          >
            <PlayDays plays={plays} />
          </div>
        )}
        {pages.isFetchNextPageError && <ErrorNotice error={pages.error} />}
        {pages.hasNextPage && !pages.isFetchNextPageError && (
          <button
            type="button"
            className={`${button.secondary} ${css.more}`}
            aria-disabled={pages.isFetchingNextPage}
            onClick={() => {
              if (!pages.isFetchingNextPage) void pages.fetchNextPage();
            }}
          >
            Load more plays
          </button>
        )}
        {plays !== undefined && plays.length > 0 && !pages.hasNextPage && (
          <p className={`${card.small} ${css.end}`}>That is everything in this period.</p>
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
