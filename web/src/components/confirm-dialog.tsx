import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import button from '../styles/button.module.css';
import css from './confirm-dialog.module.css';

interface ConfirmDialogProps extends Question {
  /** The button that begins; `ask` is what it does. */
  renderTrigger: (ask: () => void) => ReactNode;
}

interface Question {
  title: string;
  /** What will be lost. */
  children: ReactNode;
  /** The name of the deed, on the button that does it. */
  action: string;
  disabled?: boolean;
  onConfirm: () => void;
}

/** Asks once before something is destroyed. */
export function ConfirmDialog({ renderTrigger, ...question }: ConfirmDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      {renderTrigger(() => {
        setIsOpen(true);
      })}
      {isOpen && (
        <OpenDialog
          {...question}
          onClose={() => {
            setIsOpen(false);
          }}
        />
      )}
    </>
  );
}

function OpenDialog(props: Question & { onClose: () => void }) {
  const { title, children, action, disabled = false, onConfirm, onClose } = props;
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  // Closing it gives the focus back to the button that asked.
  const close = (): void => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby={id}
      aria-describedby={`${id}-words`}
      className={css.dialog}
      onClose={onClose}
    >
      <h2 id={id} className={css.title}>
        {title}
      </h2>
      <div id={`${id}-words`} className={css.words}>
        {children}
      </div>
      <div className={css.actions}>
        <button type="button" className={button.secondary} onClick={close}>
          Keep
        </button>
        <button
          type="button"
          className={button.danger}
          disabled={disabled}
          onClick={() => {
            close();
            onConfirm();
          }}
        >
          {action}
        </button>
      </div>
    </dialog>
  );
}
