import type { ReactNode } from 'react';
import css from './bare-page.module.css';

/** A page without navigation, for what happens outside the dashboard. */
export function BarePage({ children }: { children: ReactNode }) {
  return <main className={css.page}>{children}</main>;
}
