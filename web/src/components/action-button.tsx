import type { ReactNode } from 'react';
import button from '../styles/button.module.css';

interface ActionButtonProps {
  look?: 'primary' | 'secondary' | 'quiet';
  /** Whether what it does is under way: it rests then, and keeps the focus, which a disabled button would drop. */
  isBusy: boolean;
  'aria-label'?: string;
  onClick: () => void;
  children: ReactNode;
}

/** A button that does nothing while what it did last is under way. */
export function ActionButton({ look = 'secondary', isBusy, onClick, children, ...rest }: ActionButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      className={button[look]}
      aria-disabled={isBusy}
      onClick={() => {
        if (!isBusy) onClick();
      }}
    >
      {children}
    </button>
  );
}
