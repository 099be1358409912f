import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { uploadExport } from '../../api/upload.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';
import hidden from '../../styles/visually-hidden.module.css';
import { useFileDrop } from './file-drop.ts';
import css from './upload-form.module.css';

/** Takes files by drop or by choice and sends them, saying how far it has come. */
export function UploadForm({ onUploaded }: { onUploaded: (id: number) => Promise<void> }) {
  const input = useRef<HTMLInputElement>(null);
  const [part, setPart] = useState(0);
  const [stopper, setStopper] = useState<AbortController>();
  const upload = useMutation({
    mutationFn: (files: File[]) => {
      const next = new AbortController();
      setStopper(next);
      setPart(0);
      return uploadExport(files, setPart, next.signal);
    },
    onSuccess: onUploaded,
  });
  const send = (files: FileList | null): void => {
    if (files !== null && files.length > 0 && !upload.isPending) upload.mutate([...files]);
  };
  const isOver = useFileDrop(send);
  return (
    <section className={isOver ? `${css.zone} ${css.over}` : css.zone} aria-label="Upload">
      {upload.isPending ? (
        <>
          <ProgressBar label="Sending the files" part={part} />
          <button type="button" className={button.secondary} onClick={() => stopper?.abort()}>
            Stop
          </button>
        </>
      ) : (
        <>
          <h2>Drop your export here</h2>
          <p className={card.muted}>
            The ZIP as Spotify sent it, or the JSON files inside it. You see what is in it before anything is
            imported.
          </p>
          <input
            ref={input}
            id="export-files"
            className={hidden.hidden}
            type="file"
            multiple
            accept=".zip,.json,application/zip,application/json"
            aria-label="Export files"
            tabIndex={-1}
            onChange={(event) => {
              send(event.target.files);
              event.target.value = '';
            }}
          />
          <button type="button" className={button.primary} onClick={() => input.current?.click()}>
            Choose files
          </button>
        </>
      )}
      {upload.error !== null && (
        <p role="alert" className={form.error}>
          {upload.error.message}
        </p>
      )}
    </section>
  );
}
