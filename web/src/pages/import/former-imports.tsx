import type { Import } from '@analytics/contract/import';
import { Link } from '@tanstack/react-router';
import { isBeingUndone } from '../../api/imports.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import css from './former-imports.module.css';
import { importedPeriod } from './import-result.tsx';
import { fileWords, importOutcome } from './import-words.ts';
import { useKeptFocus } from '../../components/kept-focus.ts';
import { stageWords } from './progress-words.ts';
import { ReceiptLink } from './receipt-link.tsx';
import { UndoImport } from './undo-import.tsx';

interface FormerImportsProps {
  uploads: Import[];
  /** Undefined when all are here. */
  onMore: (() => void) | undefined;
}

/** What was handed in before. */
export function FormerImports({ uploads, onMore }: FormerImportsProps) {
  return (
    <section className={`${card.card} ${css.former}`} aria-label="Former imports">
      <h2>Former imports</h2>
      <ul className={css.list}>
        {uploads.map((upload) => (
          <FormerImport key={upload.id} upload={upload} />
        ))}
      </ul>
      {onMore !== undefined && (
        <button type="button" className={`${button.secondary} ${css.more}`} onClick={onMore}>
          Show more imports
        </button>
      )}
    </section>
  );
}

function FormerImport({ upload }: { upload: Import }) {
  const { timezone } = useUser();
  const isUndoing = isBeingUndone(upload);
  const keeper = useKeptFocus<HTMLLIElement>();
  return (
    <li {...keeper} tabIndex={-1} className={css.upload}>
      <p className={css.time}>{formatInstant(upload.createdAt, timezone)}</p>
      <div className={css.words}>
        <h3>{fileWords(upload.fileNames)}</h3>
        {isUndoing ? (
          <ProgressBar label={stageWords(upload)} />
        ) : (
          <p className={upload.state === 'failed' ? css.failed : card.muted}>{importOutcome(upload)}</p>
        )}
        {upload.state === 'failed' && upload.error !== null && <p className={card.small}>{upload.error}</p>}
      </div>
      {!isUndoing && <Actions upload={upload} />}
    </li>
  );
}

function Actions({ upload }: { upload: Import }) {
  const { timezone } = useUser();
  const { state, statistics } = upload;
  const period = importedPeriod(upload, timezone);
  const hasReceipt = (state === 'imported' || state === 'failed') && (statistics?.totalRows ?? 0) > 0;
  return (
    <div className={css.actions}>
      {state === 'imported' && period !== undefined && (
        <Link
          to="/spotify/analytics/history"
          search={{ ...period, source: 'import' }}
          className={button.quiet}
          aria-label={`Plays of ${fileWords(upload.fileNames)}`}
        >
          Plays
        </Link>
      )}
      {hasReceipt && <ReceiptLink upload={upload} />}
      {state === 'imported' && <UndoImport upload={upload} />}
    </div>
  );
}
