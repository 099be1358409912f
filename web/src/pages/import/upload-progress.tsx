import { ProgressBar } from '../../components/progress-bar.tsx';
import { formatBytes } from '../../format/bytes.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { ChooseFiles } from './choose-files.tsx';
import { fileWords } from './import-words.ts';
import type { OutgoingUpload } from './outgoing-upload.ts';
import css from './upload-zone.module.css';

const wordsOf = (files: readonly File[]): string => fileWords(files.map(({ name }) => name));

/** How far an upload has come. */
export function UploadProgress({ upload: { files, bytes, stop } }: { upload: OutgoingUpload }) {
  const { sent, total } = bytes;
  // Then the server has it all, and answers once it lies safely on its disk.
  const isThrough = sent > 0 && sent >= total;
  return (
    <div className={css.progress}>
      <h2 className={css.name}>{wordsOf(files)}</h2>
      <ProgressBar label={isThrough ? 'Storing the files' : 'Sending the files'} part={partOf(sent, total)} />
      <p className={card.small}>
        {formatBytes(sent)} of {formatBytes(total)}. Keep this tab open until they are sent; you may look at
        other pages in it.
      </p>
      <button type="button" className={button.secondary} onClick={stop}>
        Stop the upload
      </button>
    </div>
  );
}

const partOf = (sent: number, total: number): number | undefined =>
  total === 0 || sent >= total ? undefined : sent / total;

interface UploadFailureProps {
  error: Error;
  files: readonly File[];
  onRetry: (files: readonly File[]) => Promise<void>;
  onChoose: (files: File[]) => void;
}

/** Why an upload broke off, and what to do about it. Nothing of it is kept. */
export function UploadFailure({ error, files, onRetry, onChoose }: UploadFailureProps) {
  return (
    <>
      <ChooseFiles onChoose={onChoose} />
      <div role="alert" className={`${css.notice} ${css.problem}`}>
        <p>
          <strong>{wordsOf(files)} did not get through.</strong> {error.message}
        </p>
        <button type="button" className={button.secondary} onClick={() => void onRetry(files)}>
          Send again
        </button>
      </div>
    </>
  );
}
