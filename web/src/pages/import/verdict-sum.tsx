import type { Import, ImportStatistics, ImportVerdict } from '@analytics/contract/import';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatNumber } from '../../format/number.ts';
import { rowsPlace } from './receipt-rows.tsx';
import { verdictWords } from './verdict-words.ts';
import css from './verdict-sum.module.css';

interface VerdictSumProps {
  upload: Import;
  statistics: ImportStatistics;
}

/** What becomes of the rows of an upload as a sum that adds up to all of them, each with a bar and the way to its rows. */
export function VerdictSum({ upload, statistics }: VerdictSumProps) {
  const { totalRows, toImport, short, excluded } = statistics;
  const reasons = verdictWords.filter(({ count }) => statistics[count] > 0);
  return (
    <dl className={css.sum}>
      <Part
        name={upload.state === 'imported' ? 'Added to your history' : 'New to your history'}
        explanation={countedWords(statistics)}
        count={toImport}
        total={totalRows}
        uncounted={short + excluded}
        isMain
      />
      {reasons.map(({ verdict, count, name, explanation }) => (
        <Part
          key={verdict}
          name={
            <RowsLink upload={upload} verdict={verdict}>
              {name}
            </RowsLink>
          }
          explanation={explanation}
          count={statistics[count]}
          total={totalRows}
        />
      ))}
      <div className={`${css.part} ${css.total}`}>
        <dt>All rows</dt>
        <dd className={css.figure}>
          <span className={css.count}>{formatNumber(totalRows)}</span>
        </dd>
      </div>
    </dl>
  );
}

function countedWords({ toImport, short, excluded }: ImportStatistics): string {
  if (toImport === 0) return 'none of the rows';
  if (short + excluded === 0) return 'all of them count in your figures';
  return [
    `${formatNumber(toImport - short - excluded)} that count in your figures`,
    ...(short > 0 ? [`${formatNumber(short)} too short for that`] : []),
    ...(excluded > 0 ? [`${formatNumber(excluded)} that you leave out of the count`] : []),
  ].join(', ');
}

interface PartProps {
  name: ReactNode;
  explanation: string;
  count: number;
  total: number;
  /** The paler end of the bar. */
  uncounted?: number;
  isMain?: boolean;
}

function Part({ name, explanation, count, total, uncounted = 0, isMain = false }: PartProps) {
  const width = (part: number): string => `${(part / total) * 100}%`;
  return (
    <div className={isMain ? `${css.part} ${css.main}` : css.part}>
      <dt>
        {name}
        <span className={css.explanation}>{explanation}</span>
      </dt>
      <dd className={css.figure}>
        <span className={css.track} aria-hidden="true">
          {count > uncounted && <span className={css.bar} style={{ width: width(count - uncounted) }} />}
          {uncounted > 0 && <span className={css.pale} style={{ width: width(uncounted) }} />}
        </span>
        <span className={css.count}>{formatNumber(count)}</span>
      </dd>
    </div>
  );
}

interface RowsLinkProps {
  upload: Import;
  verdict: ImportVerdict;
  children: ReactNode;
}

/** The way to the rows of one kind, as long as they are kept. */
function RowsLink({ upload, verdict, children }: RowsLinkProps) {
  if (upload.state === 'undone' || upload.state === 'cancelled') return children;
  return (
    <Link
      to="/spotify/analytics/import/$importId"
      params={{ importId: String(upload.id) }}
      search={{ verdict }}
      hash={rowsPlace}
      resetScroll={false}
    >
      {children}
    </Link>
  );
}
