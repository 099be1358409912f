import type { ReactNode } from 'react';
import css from './empty-state.module.css';

interface EmptyStateProps {
  title: string;
  children?: ReactNode;
}

/** What stands where there is nothing to show: why, and what to do. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className={css.empty}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
