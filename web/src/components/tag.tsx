import type { ReactNode } from 'react';
import css from './tag.module.css';

/** A remark in a word or two behind a name, or below it where there is no room. */
export const Tag = ({ children }: { children: ReactNode }) => (
  <>
    {' '}
    <span className={css.tag}>{children}</span>
  </>
);
