import type { Import } from '@analytics/contract/import';
import card from '../../styles/card.module.css';
import { DiscardImport } from './discard-import.tsx';
import { FileProblems } from './file-reports.tsx';
import css from './import-card.module.css';
import { failureAdvice } from './import-words.ts';
import { ReceiptLink } from './receipt-link.tsx';

/** Why an import came to nothing, and what to do about it. */
export function ImportFailure({ upload, isOnReceipt }: { upload: Import; isOnReceipt: boolean }) {
  const { error, statistics } = upload;
  const hasRows = statistics !== null && statistics.totalRows > 0;
  return (
    <>
      {error !== null && <p className={css.failed}>{error}</p>}
      <p>{failureAdvice(upload)}</p>
      {statistics !== null && <FileProblems files={statistics.files} />}
      <div className={card.row}>
        <DiscardImport upload={upload} />
        {!isOnReceipt && hasRows && <ReceiptLink upload={upload} />}
      </div>
    </>
  );
}
