import type { Import } from '@analytics/contract/import';
import { ProgressBar } from '../../components/progress-bar.tsx';
import card from '../../styles/card.module.css';
import { DiscardImport } from './discard-import.tsx';
import { stageAmount, stagePart, stageWords } from './progress-words.ts';

/** What the server is doing with an upload, how far it is, and how to stop it where that is possible. */
export function WorkInProgress({ upload }: { upload: Import }) {
  const { state } = upload;
  const amount = stageAmount(upload);
  return (
    <>
      {state !== 'uploaded' && <ProgressBar label={stageWords(upload)} part={stagePart(upload)} />}
      <div className={card.spread}>
        <p className={card.small}>
          {state === 'uploaded' && 'Your uploads are looked through one after the other. '}
          {amount !== '' && `${amount}. `}
          You may close this page; the work goes on without it.
          {state === 'importing' && ' An import can be undone once it is through.'}
        </p>
        {(state === 'uploaded' || state === 'analysing') && <DiscardImport upload={upload} />}
      </div>
    </>
  );
}
