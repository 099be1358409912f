import type { ImportStatistics } from '@analytics/contract/import';
import { type ReactNode, useMemo } from 'react';
import { ChartCard } from '../../charts/chart-card.tsx';
import type { ChartPoint } from '../../charts/chart-series.ts';
import { useUser } from '../../components/user-context.ts';
import { formatInstantDay } from '../../format/date.ts';
import { formatCount, formatNumber } from '../../format/number.ts';
import css from './import-analysis.module.css';
import { verdictWords } from './import-words.ts';

const axis = { unitSize: 1, unit: '' };

interface ImportAnalysisProps {
  statistics: ImportStatistics;
  /** What the listener can do about it; stands below the numbers. */
  children?: ReactNode;
}

/** The numbers of an upload in plain words: what would be imported, what not, and why. */
export function ImportAnalysis({ statistics, children }: ImportAnalysisProps) {
  const { timezone } = useUser();
  const { totalRows, toImport, short, firstPlayedAt, lastPlayedAt, files } = statistics;
  const left = verdictWords.filter(({ count }) => statistics[count] !== 0);
  const problems = files.filter((file) => file.problem !== undefined);
  return (
    <div className={css.analysis}>
      <p>
        {formatCount(totalRows, 'row')} in {formatCount(files.length, 'file')}
        {firstPlayedAt !== null &&
          lastPlayedAt !== null &&
          `, from ${formatInstantDay(firstPlayedAt, timezone)} to ${formatInstantDay(lastPlayedAt, timezone)}`}
        .
      </p>
      <dl className={css.verdicts}>
        <Verdict count={toImport} name="New to your history" explanation={shortWords(short)} isMain />
        {left.map(({ verdict, count, name, explanation }) => (
          <Verdict key={verdict} count={Number(statistics[count])} name={name} explanation={explanation} />
        ))}
      </dl>
      {toImport === 0 && <p>There is nothing new in it, so there is nothing to import.</p>}
      {problems.length > 0 && (
        <div role="note">
          <h3>Files that could not be read whole</h3>
          <ul className={css.files}>
            {problems.map((file) => (
              <li key={file.name}>
                <code>{file.name}</code>: {file.problem}
              </li>
            ))}
          </ul>
        </div>
      )}
      {children}
      {Object.keys(statistics.byYear).length > 0 && <YearChart byYear={statistics.byYear} />}
    </div>
  );
}

const shortWords = (short: number): string =>
  short === 0
    ? 'will be imported'
    : `will be imported; ${formatNumber(short)} of them are too short to be counted as plays`;

interface VerdictProps {
  count: number;
  name: string;
  explanation: string;
  isMain?: boolean;
}

function Verdict({ count, name, explanation, isMain = false }: VerdictProps) {
  return (
    <div className={isMain ? `${css.verdict} ${css.main}` : css.verdict}>
      <dt>
        {name}
        <span className={css.explanation}>{explanation}</span>
      </dt>
      <dd className={css.count}>{formatNumber(count)}</dd>
    </div>
  );
}

function YearChart({ byYear }: { byYear: ImportStatistics['byYear'] }) {
  const points = useMemo(() => {
    const years = Object.keys(byYear).map(Number);
    const first = Math.min(...years);
    return Array.from({ length: Math.max(...years) - first + 1 }, (_, index): ChartPoint => {
      const year = String(first + index);
      const plays = byYear[year] ?? 0;
      return { label: year, name: year, value: plays, text: formatCount(plays, 'play') };
    });
  }, [byYear]);
  return (
    <ChartCard
      title="New plays by year"
      measure="Counted plays per year"
      pointName="Year"
      points={points}
      axis={axis}
      isFrameless
    />
  );
}
