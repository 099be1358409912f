import type { Import } from '@analytics/contract/import';
import { Link } from '@tanstack/react-router';
import { isAtWork } from '../../api/imports.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { DiscardImport } from './discard-import.tsx';
import { ExecuteImport } from './execute-import.tsx';
import { ImportAnalysis } from './import-analysis.tsx';
import css from './current-import.module.css';
import { fileWords, importOutcome, progressWords } from './import-words.ts';
import { Receipt } from './receipt.tsx';
import { UndoImport } from './undo-import.tsx';

interface CurrentImportProps {
  upload: Import;
  onExecute: (id: number) => void;
}

const titles: Record<Import['state'], string> = {
  uploaded: 'Waiting for the analysis',
  analysing: 'Looking through your export',
  analysed: 'What is in your export',
  importing: 'Importing',
  imported: 'Your plays are here',
  failed: 'This did not work',
  cancelled: 'Cancelled',
  undone: 'Undone',
};

/** An import that is under way, or waits for the listener, or has just come to its end. */
export function CurrentImport({ upload, onExecute }: CurrentImportProps) {
  return (
    <section
      className={`${card.card} ${card.section}`}
      aria-label={`Import of ${fileWords(upload.fileNames)}`}
    >
      <div className={card.spread}>
        <h2>{titles[upload.state]}</h2>
        <p className={card.small}>{fileWords(upload.fileNames)}</p>
      </div>
      <ImportBody upload={upload} onExecute={onExecute} />
    </section>
  );
}

function ImportBody({ upload, onExecute }: CurrentImportProps) {
  if (isAtWork(upload)) return <WorkInProgress upload={upload} />;
  if (upload.state === 'analysed') return <Decision upload={upload} onExecute={onExecute} />;
  if (upload.state === 'imported') return <Result upload={upload} />;
  return <p className={upload.state === 'failed' ? css.failed : card.muted}>{importOutcome(upload)}</p>;
}

function WorkInProgress({ upload }: { upload: Import }) {
  const { progress } = upload;
  // The import takes effect as a whole, so it has no part that is done before the end.
  const isKnown = progress !== null && upload.state === 'analysing' && progress.total > 0;
  return (
    <>
      <ProgressBar
        label={progressWords(upload)}
        part={isKnown ? progress.done / progress.total : undefined}
      />
      <p className={card.small}>You may close this page; the work goes on without it.</p>
      {(upload.state === 'uploaded' || upload.state === 'analysing') && <DiscardImport upload={upload} />}
    </>
  );
}

function Decision({ upload, onExecute }: CurrentImportProps) {
  const { statistics } = upload;
  return (
    <>
      {statistics !== null && (
        <ImportAnalysis statistics={statistics}>
          <div className={card.row}>
            {statistics.toImport > 0 && (
              <ExecuteImport upload={upload} plays={statistics.toImport} onExecute={onExecute} />
            )}
            <DiscardImport upload={upload} />
          </div>
        </ImportAnalysis>
      )}
      <Receipt upload={upload} />
    </>
  );
}

function Result({ upload }: { upload: Import }) {
  return (
    <>
      <p>{importOutcome(upload)}.</p>
      <div className={card.row}>
        <Link to="/spotify/analytics/" search={{ range: 'all' }} className={button.primary}>
          See them in your dashboard
        </Link>
        <UndoImport upload={upload} />
      </div>
      <Receipt upload={upload} />
    </>
  );
}
