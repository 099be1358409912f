import { useState } from 'react';
import { formatCount } from '../../format/number.ts';
import { ChooseFiles } from './choose-files.tsx';
import { useFileDrop } from './file-drop.ts';
import { type ChosenFiles, judgeFiles } from './judge-files.ts';
import { useKeptFocus } from '../../components/kept-focus.ts';
import { isSending, sendFiles, useOutgoingUpload } from './outgoing-upload.ts';
import { UploadFailure, UploadProgress } from './upload-progress.tsx';
import css from './upload-zone.module.css';

const shownRefusals = 5;

interface UploadZoneProps {
  /** There are imports already, so that it need not be the largest thing on the page. */
  isSmall: boolean;
  onUploaded: (id: number) => void;
}

/** Takes files by drop or by choice, says at once which of them are none, and sends the others. */
export function UploadZone({ isSmall, onUploaded }: UploadZoneProps) {
  const outgoing = useOutgoingUpload();
  const [refusal, setRefusal] = useState<Omit<ChosenFiles<File>, 'files'>>({ refused: [] });
  const keeper = useKeptFocus<HTMLElement>();
  const send = async (files: readonly File[]): Promise<void> => {
    const id = await sendFiles(files);
    if (id !== undefined) onUploaded(id);
  };
  const take = (chosen: readonly File[] | Error): void => {
    if (isSending(outgoing)) {
      setRefusal({ refused: [], problem: 'Add these files once the others have been sent.' });
      return;
    }
    if (chosen instanceof Error) {
      setRefusal({ refused: [], problem: chosen.message });
      return;
    }
    const { files, ...rest } = judgeFiles(chosen);
    setRefusal(rest);
    if (files.length > 0) void send(files);
  };
  const isOver = useFileDrop(take);
  const look = [css.zone, isSmall ? css.small : css.large, isOver && css.over].filter(Boolean).join(' ');
  return (
    <section {...keeper} tabIndex={-1} className={look} aria-label="Add an export">
      {outgoing === undefined && <ChooseFiles onChoose={take} />}
      {outgoing !== undefined && outgoing.error === undefined && <UploadProgress upload={outgoing} />}
      {outgoing?.error !== undefined && (
        <UploadFailure error={outgoing.error} files={outgoing.files} onRetry={send} onChoose={take} />
      )}
      <Refusal {...refusal} />
      {isOver && <div className={css.veil}>Drop to add</div>}
    </section>
  );
}

function Refusal({ refused, problem }: Omit<ChosenFiles<File>, 'files'>) {
  const others = refused.length - shownRefusals;
  const look = problem === undefined ? css.notice : `${css.notice} ${css.problem}`;
  return (
    <div role="alert" className={css.notices}>
      {(problem !== undefined || refused.length > 0) && (
        <div className={look}>
          <div>
            <p>{problem ?? 'These files stay here; the others are added.'}</p>
            {refused.length > 0 && (
              <ul className={css.refused}>
                {refused.slice(0, shownRefusals).map(({ name, why }, index) => (
                  // Files of different folders may have one name.
                  <li key={`${index} ${name}`}>
                    <strong>{name}</strong> {why}.
                  </li>
                ))}
                {others > 0 && <li>And {formatCount(others, 'more file')}.</li>}
              </ul>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
