import type { Import } from '@analytics/contract/import';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import card from '../../styles/card.module.css';
import css from './former-imports.module.css';
import { ImportAnalysis } from './import-analysis.tsx';
import { fileWords, importOutcome } from './import-words.ts';
import { Receipt } from './receipt.tsx';
import { UndoImport } from './undo-import.tsx';

/** What was handed in before. */
export function FormerImports({ uploads }: { uploads: Import[] }) {
  const { timezone } = useUser();
  return (
    <section className={card.card}>
      <h2>Former imports</h2>
      <ul className={css.list}>
        {uploads.map((upload) => (
          <li key={upload.id} className={css.upload}>
            <div className={card.spread}>
              <h3 className={css.name}>{fileWords(upload.fileNames)}</h3>
              <p className={card.small}>{formatInstant(upload.createdAt, timezone)}</p>
            </div>
            <p className={upload.state === 'failed' ? css.failed : card.muted}>{importOutcome(upload)}</p>
            {upload.state === 'imported' && upload.statistics !== null && (
              <div className={css.details}>
                <UndoImport upload={upload} />
                <Receipt upload={upload}>
                  <ImportAnalysis statistics={upload.statistics} />
                </Receipt>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
