import { type ChangeEvent, useRef } from 'react';
import { Icon } from '../../components/icon.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import hidden from '../../styles/visually-hidden.module.css';
import css from './upload-zone.module.css';

const accepted =
  '.zip,.json,.jsonl,.csv,application/zip,application/x-zip-compressed,application/json,application/jsonl,text/csv';
/** React's types do not know the attribute, which all browsers do. */
const wholeFolder = { webkitdirectory: '' };
const canChooseFolders = 'webkitdirectory' in HTMLInputElement.prototype;

/** The ways to hand files in that need no dragging. */
export function ChooseFiles({ onChoose }: { onChoose: (files: File[]) => void }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    if (target.files !== null && target.files.length > 0) onChoose([...target.files]);
    // The same files may be chosen again.
    target.value = '';
  };
  return (
    <>
      <span className={css.icon}>
        <Icon name="import" size={28} />
      </span>
      <h2>Add your export</h2>
      <p className={`${card.muted} ${css.words}`}>
        <span className={css.whoDrags}>
          Drop the ZIP from Spotify anywhere on this page, as it is, or the JSON files or the folder inside
          it.
        </span>
        <span className={css.whoTaps}>
          Choose the ZIP from Spotify as it is, or the JSON files inside it.
        </span>{' '}
        You see what is in it before anything is imported.
      </p>
      <input
        ref={files}
        className={hidden.hidden}
        type="file"
        multiple
        accept={accepted}
        aria-label="Export files"
        tabIndex={-1}
        onChange={take}
      />
      <input
        ref={folder}
        className={hidden.hidden}
        type="file"
        {...wholeFolder}
        aria-label="Export folder"
        tabIndex={-1}
        onChange={take}
      />
      <div className={css.buttons}>
        <button type="button" className={button.primary} onClick={() => files.current?.click()}>
          Choose files
        </button>
        {canChooseFolders && (
          <button type="button" className={button.secondary} onClick={() => folder.current?.click()}>
            Choose a folder
          </button>
        )}
      </div>
    </>
  );
}
