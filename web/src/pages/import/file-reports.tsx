import type { ImportStatistics } from '@analytics/contract/import';
import { formatCount } from '../../format/number.ts';
import css from './file-reports.module.css';

type Files = ImportStatistics['files'];

/** What is wrong with files of an upload, by name. */
export function FileProblems({ files }: { files: Files }) {
  const problems = files.filter((file) => file.problem !== undefined);
  if (problems.length === 0) return null;
  return (
    <div role="note" className={css.problems}>
      <h3>
        {problems.length === 1
          ? 'One file needs a look'
          : `${formatCount(problems.length, 'file')} need a look`}
      </h3>
      <ul className={css.files}>
        {problems.map((file, index) => (
          <li key={`${index} ${file.name}`}>
            <strong>{file.name}</strong>: {file.problem}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Every file of an upload with its number of rows. */
export function FileList({ files }: { files: Files }) {
  return (
    <details>
      <summary className={css.summary}>Files in it ({files.length})</summary>
      <ul className={css.files}>
        {files.map((file, index) => (
          <li key={`${index} ${file.name}`} className={css.file}>
            <span>{file.name}</span>
            <span className={css.rows}>
              {file.rows === 0 ? 'no plays in it' : formatCount(file.rows, 'row')}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
