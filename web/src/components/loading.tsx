import type { ReactNode } from 'react';
import hidden from '../styles/visually-hidden.module.css';

/** Skeletons in the place of what is loading, in words for those who do not see them. */
export function Loading({ children }: { children: ReactNode }) {
  return (
    <div aria-busy="true">
      <span className={hidden.hidden}>Loading …</span>
      {children}
    </div>
  );
}
