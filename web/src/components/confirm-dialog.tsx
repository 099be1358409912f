import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactElement, ReactNode } from 'react';
import button from '../styles/button.module.css';
import css from './confirm-dialog.module.css';

interface ConfirmDialogProps {
  trigger: ReactElement;
  title: string;
  /** What will be lost. */
  children: ReactNode;
  /** The name of the deed, on the button that does it. */
  action: string;
  disabled?: boolean;
  onConfirm: () => void;
}

/** Asks once before something is destroyed. */
export function ConfirmDialog({
  trigger,
  title,
  children,
  action,
  disabled = false,
  onConfirm,
}: ConfirmDialogProps) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger render={trigger} />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={css.backdrop} />
        <AlertDialog.Popup className={css.popup}>
          <AlertDialog.Title className={css.title}>{title}</AlertDialog.Title>
          <AlertDialog.Description className={css.description} render={<div />}>
            {children}
          </AlertDialog.Description>
          <div className={css.actions}>
            <AlertDialog.Close className={button.secondary}>Keep</AlertDialog.Close>
            <AlertDialog.Close className={button.danger} disabled={disabled} onClick={onConfirm}>
              {action}
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
