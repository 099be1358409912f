import type { ReactNode } from 'react';
import { Figure } from './figure.tsx';
import css from './figure-list.module.css';
import { Skeleton } from './skeleton.tsx';

interface FigureListProps {
  children?: ReactNode;
  /** Stands for figures that are still loading. */
  skeletonNames?: string[];
  /** Whether the figures will have notes below them. */
  hasNotes?: boolean;
}

/** Key figures side by side. */
export function FigureList({ children, skeletonNames = [], hasNotes = false }: FigureListProps) {
  return (
    <dl className={css.list}>
      {children}
      {skeletonNames.map((name) => (
        <Figure
          key={name}
          name={name}
          value={<Skeleton width="5rem" />}
          note={hasNotes ? '\u00a0' : undefined}
        />
      ))}
    </dl>
  );
}
