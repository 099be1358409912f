import type { Import } from '@analytics/contract/import';
import { type ReactNode, useEffect } from 'react';
import { isAtWork } from '../../api/imports.ts';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import card from '../../styles/card.module.css';
import { Decision } from './decision.tsx';
import css from './import-card.module.css';
import { ImportFailure } from './import-failure.tsx';
import { ImportResult } from './import-result.tsx';
import { fileWords, importOutcome, importTitle } from './import-words.ts';
import { useKeptFocus } from '../../components/kept-focus.ts';
import { WorkInProgress } from './work-in-progress.tsx';

interface ImportCardProps {
  upload: Import;
  /** The listener has just added it, so it comes into sight and takes the focus. */
  hasJustArrived?: boolean;
  /** The receipt is on the same page. */
  isOnReceipt?: boolean;
  children?: ReactNode;
}

/** One upload in full: what is happening with it, what the listener has to decide, or what it came to. */
export function ImportCard({
  upload,
  hasJustArrived = false,
  isOnReceipt = false,
  children,
}: ImportCardProps) {
  const { timezone } = useUser();
  const { ref, ...keeper } = useKeptFocus<HTMLElement>();
  const isImporting = upload.state === 'importing';
  useEffect(() => {
    // The long analysis, whose end the listener has just seen, gives way to a few lines.
    if (hasJustArrived || isImporting) ref.current?.scrollIntoView({ block: 'nearest' });
    if (hasJustArrived) ref.current?.focus({ preventScroll: true });
  }, [hasJustArrived, isImporting, ref]);
  return (
    <section
      ref={ref}
      {...keeper}
      tabIndex={-1}
      className={`${card.card} ${card.section} ${css.upload}`}
      aria-label={`Import of ${fileWords(upload.fileNames)}`}
    >
      <div className={card.spread}>
        <h2>{importTitle(upload)}</h2>
        <p className={`${card.small} ${css.origin}`}>
          {fileWords(upload.fileNames)}, {formatInstant(upload.createdAt, timezone)}
        </p>
      </div>
      <ImportBody upload={upload} isOnReceipt={isOnReceipt} />
      {children}
    </section>
  );
}

function ImportBody({ upload, isOnReceipt }: { upload: Import; isOnReceipt: boolean }) {
  if (isAtWork(upload)) return <WorkInProgress upload={upload} />;
  if (upload.state === 'analysed') return <Decision upload={upload} isOnReceipt={isOnReceipt} />;
  if (upload.state === 'imported') return <ImportResult upload={upload} isOnReceipt={isOnReceipt} />;
  if (upload.state === 'failed') return <ImportFailure upload={upload} isOnReceipt={isOnReceipt} />;
  return <p className={card.muted}>{importOutcome(upload)}.</p>;
}
