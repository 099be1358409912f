import type { ReactNode } from 'react';
import css from './figure.module.css';

interface FigureProps {
  name: string;
  value: ReactNode;
  note?: string | undefined;
}

/** One key figure: the number first. */
export function Figure({ name, value, note }: FigureProps) {
  return (
    <div className={css.figure}>
      <dt className={css.name}>{name}</dt>
      <dd className={css.value}>{value}</dd>
      <dd className={css.note}>{note}</dd>
    </div>
  );
}
