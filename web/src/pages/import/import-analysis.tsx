import type { Import, ImportStatistics } from '@analytics/contract/import';
import type { ReactNode } from 'react';
import { useUser } from '../../components/user-context.ts';
import { formatInstantDay } from '../../format/date.ts';
import { formatCount } from '../../format/number.ts';
import { FileList, FileProblems } from './file-reports.tsx';
import css from './import-analysis.module.css';
import { VerdictSum } from './verdict-sum.tsx';
import { YearChart } from './year-chart.tsx';

interface ImportAnalysisProps {
  upload: Import;
  statistics: ImportStatistics;
  /** What the listener can do about it; stands below the numbers. */
  children?: ReactNode;
}

/** The numbers of an upload in plain words: what becomes of its rows, and why. */
export function ImportAnalysis({ upload, statistics, children }: ImportAnalysisProps) {
  const { timezone } = useUser();
  const { totalRows, firstPlayedAt, lastPlayedAt, files, byYear } = statistics;
  const fullFiles = files.filter(({ rows }) => rows > 0);
  const span =
    firstPlayedAt === null || lastPlayedAt === null
      ? ''
      : `, from ${formatInstantDay(firstPlayedAt, timezone)} to ${formatInstantDay(lastPlayedAt, timezone)}`;
  return (
    <div className={css.analysis}>
      <p>
        {formatCount(totalRows, 'row')} in {formatCount(fullFiles.length, 'file')}
        {span}.
      </p>
      <FileProblems files={files} />
      <VerdictSum upload={upload} statistics={statistics} />
      {children}
      {Object.keys(byYear).length > 0 && <YearChart byYear={byYear} />}
      <FileList files={files} />
    </div>
  );
}
