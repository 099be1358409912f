import type { Import, ImportStatistics, ImportVerdict } from '@analytics/contract/import';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { receiptQuery } from '../../api/imports.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Loading } from '../../components/loading.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatCount, formatNumber } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import { leftOut } from './import-words.ts';
import { ReceiptRow } from './receipt-row.tsx';
import css from './receipt-rows.module.css';
import { verdictWords } from './verdict-words.ts';

/** The fragment of a receipt's address that leads to its rows. */
export const rowsPlace = 'rows';

interface ReceiptRowsProps {
  upload: Import;
  statistics: ImportStatistics;
}

/** The rows of an upload that were not imported, in the order of its files; the address says which kind. */
export function ReceiptRows({ upload, statistics }: ReceiptRowsProps) {
  const { verdict } = useSearch({ from: '/spotify/analytics/import/$importId' });
  const { href } = useLocation();
  const navigate = useNavigate();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    // Whoever follows a number to its rows finds them in sight, and under the keyboard.
    if (!href.endsWith(`#${rowsPlace}`)) return;
    section.current?.scrollIntoView();
    section.current?.focus({ preventScroll: true });
  }, [href]);
  const choose = (value: ImportVerdict | 'any'): void => {
    void navigate({
      to: '.',
      search: value === 'any' ? {} : { verdict: value },
      replace: true,
      resetScroll: false,
    });
  };
  return (
    <section
      ref={section}
      id={rowsPlace}
      tabIndex={-1}
      className={`${card.card} ${card.section} ${css.rows}`}
      aria-label="Rows left out"
    >
      <div className={card.spread}>
        <h2>Rows left out</h2>
        <SelectField
          label="Reason"
          options={filterOptions(statistics)}
          value={verdict ?? 'any'}
          onChange={choose}
        />
      </div>
      {upload.state === 'undone' || upload.state === 'cancelled' ? (
        <p className={card.muted}>They are not kept once an import is undone or discarded.</p>
      ) : (
        <Rows upload={upload} verdict={verdict} total={countOf(statistics, verdict)} />
      )}
    </section>
  );
}

function filterOptions(statistics: ImportStatistics): { value: ImportVerdict | 'any'; name: string }[] {
  return [
    { value: 'any', name: `Every reason (${formatNumber(leftOut(statistics))})` },
    ...verdictWords
      .filter(({ count }) => statistics[count] > 0)
      .map(({ verdict, count, name }) => ({
        value: verdict,
        name: `${name} (${formatNumber(statistics[count])})`,
      })),
  ];
}

function countOf(statistics: ImportStatistics, verdict: ImportVerdict | undefined): number {
  const words = verdictWords.find((known) => known.verdict === verdict);
  return words === undefined ? leftOut(statistics) : statistics[words.count];
}

interface RowsProps {
  upload: Import;
  verdict: ImportVerdict | undefined;
  total: number;
}

function Rows({ upload, verdict, total }: RowsProps) {
  const pages = useInfiniteQuery(receiptQuery(upload, verdict));
  const rows = pages.data?.pages.flatMap((page) => page.items);
  if (total === 0) return <p className={card.muted}>There are none.</p>;
  if (rows === undefined)
    return pages.error === null ? (
      <Loading>
        <Skeleton height="40rem" />
      </Loading>
    ) : (
      <ErrorNotice error={pages.error} />
    );
  return (
    <>
      <ul className={css.list}>
        {rows.map((row) => (
          <ReceiptRow key={`${row.file} ${row.row}`} row={row} />
        ))}
      </ul>
      {pages.isFetchNextPageError && <ErrorNotice error={pages.error} />}
      <div className={card.spread}>
        <output className={card.small}>
          {formatNumber(rows.length)} of {formatCount(total, 'row')}
        </output>
        <ShowMore pages={pages}>Load more rows</ShowMore>
      </div>
    </>
  );
}
