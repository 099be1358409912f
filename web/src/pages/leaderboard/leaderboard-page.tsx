import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type LeaderboardKind, leaderboardQuery } from '../../api/leaderboard.ts';
import { summaryQuery } from '../../api/stats.ts';
import { EmptyHistory } from '../../components/empty-history.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { usePeriod } from '../../components/period.ts';
import { RangePicker } from '../../components/range-picker.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { naturalOrder, SortSelect } from '../../components/sort-select.tsx';
import { formatNumber } from '../../format/number.ts';
import { type LeaderboardSearch, readLeaderboardSearch } from '../../search.ts';
import card from '../../styles/card.module.css';
import { ExportView } from './export-view.tsx';
import css from './leaderboard-page.module.css';
import { LeaderboardTable } from './leaderboard-table.tsx';

const pageSize = 50;
const orders = [
  { value: 'plays', name: 'By plays' },
  { value: 'ms', name: 'By time' },
  { value: 'lastPlayed', name: 'By last play' },
  { value: 'name', name: 'By name' },
] as const;
const titles = { tracks: 'Tracks', artists: 'Artists', albums: 'Albums' };

/** What was played most in a period. */
export function LeaderboardPage({ kind }: { kind: LeaderboardKind }) {
  const search = readLeaderboardSearch({ ...useSearch({ strict: false }) });
  const navigate = useNavigate();
  const period = usePeriod();
  const { data: summary } = useQuery(summaryQuery());
  const sort = search.sort ?? 'plays';
  const order = search.order ?? naturalOrder(sort);
  const page = Number(search.page ?? '1');
  const view = { ...period, sort, order, ...(search.search !== undefined && { search: search.search }) };
  const query = useQuery(leaderboardQuery(kind, { ...view, limit: pageSize, offset: (page - 1) * pageSize }));
  const change = (part: { [K in keyof LeaderboardSearch]?: LeaderboardSearch[K] | undefined }): void => {
    const { page: _page, ...kept } = search;
    void navigate({
      to: '.',
      search: { ...kept, ...part } as LeaderboardSearch,
      replace: !('page' in part),
      resetScroll: 'page' in part,
    });
  };
  return (
    <>
      <PageHeading title={titles[kind]}>
        <RangePicker />
      </PageHeading>
      <div className={card.stack}>
        <search className={css.controls}>
          <SearchField
            label={`Search ${kind}`}
            value={search.search ?? ''}
            onSearch={(text) => {
              change({ search: text === '' ? undefined : text });
            }}
          />
          <SortSelect options={orders} sort={sort} onChange={change} />
          <div className={css.export}>
            <ExportView kind={kind} view={view} />
          </div>
        </search>
        <PagedList
          query={query}
          page={page}
          pageSize={pageSize}
          skeleton={<Skeleton height="60rem" />}
          empty={
            summary?.firstPlayedAt === null ? (
              <EmptyHistory />
            ) : (
              <EmptyState title={`No ${kind} here`}>
                <p>
                  {search.search === undefined
                    ? 'Nothing was played in this period. Choose another one above.'
                    : `No name in this period contains “${search.search}”.`}
                </p>
              </EmptyState>
            )
          }
          onPage={(next) => {
            change({ page: next });
          }}
        >
          {({ total, entries }) => (
            <LeaderboardTable
              kind={kind}
              entries={entries}
              sort={sort}
              order={order}
              onSort={change}
              caption={`${titles[kind]}, ${formatNumber(total)} in all`}
            />
          )}
        </PagedList>
      </div>
    </>
  );
}
