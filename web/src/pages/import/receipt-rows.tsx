import type { ImportRow, ImportStatistics, ImportVerdict } from '@analytics/contract/import';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { receiptQuery } from '../../api/imports.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import { formatPlayLength } from '../../format/duration.ts';
import { formatNumber } from '../../format/number.ts';
import button from '../../styles/button.module.css';
import { verdictName, verdictWords } from './import-words.ts';
import css from './receipt-rows.module.css';

interface ReceiptRowsProps {
  id: number;
  statistics: ImportStatistics;
}

/** The receipt row by row, in the order of the files. */
export function ReceiptRows({ id, statistics }: ReceiptRowsProps) {
  const [verdict, setVerdict] = useState<ImportVerdict | 'any'>('any');
  const pages = useInfiniteQuery(receiptQuery(id, verdict === 'any' ? undefined : verdict));
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const options = [
    { value: 'any' as const, name: 'Every reason' },
    ...verdictWords
      .filter(({ count }) => statistics[count] !== 0)
      .map(({ verdict: value, name, count }) => ({
        value,
        name: `${name} (${formatNumber(Number(statistics[count]))})`,
      })),
  ];
  return (
    <section className={css.receipt} aria-label="Rows that were not imported">
      <div className={css.filter}>
        <SelectField label="Reason" options={options} value={verdict} onChange={setVerdict} />
      </div>
      {pages.error !== null && <ErrorNotice error={pages.error} />}
      {pages.isPending && <Skeleton height="12rem" />}
      <ul className={css.rows}>
        {rows.map((row) => (
          <ReceiptRow key={`${row.file} ${row.row}`} row={row} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <button
          type="button"
          className={button.secondary}
          aria-disabled={pages.isFetchingNextPage}
          onClick={() => {
            if (!pages.isFetchingNextPage) void pages.fetchNextPage();
          }}
        >
          Load more rows
        </button>
      )}
    </section>
  );
}

function ReceiptRow({ row }: { row: ImportRow }) {
  const { timezone } = useUser();
  return (
    <li className={css.row}>
      <p>
        <strong>{row.trackName ?? 'No name'}</strong>
        {row.artistName !== null && ` by ${row.artistName}`}
      </p>
      <p className={css.note}>
        {verdictName(row.verdict)}
        {row.reason !== null && `: ${row.reason}`}
      </p>
      <p className={css.note}>
        {row.playedAt !== null && `${formatInstant(row.playedAt, timezone)}, `}
        {row.msPlayed !== null && `${formatPlayLength(row.msPlayed)}, `}
        {row.file}, row {formatNumber(row.row)}
      </p>
    </li>
  );
}
