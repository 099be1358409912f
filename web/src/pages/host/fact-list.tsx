import type { ReactNode } from 'react';
import css from './fact-list.module.css';

/** Names beside what is true of them. */
export function FactList({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={css.facts}>
      {facts.map(([name, fact]) => (
        <div key={name} className={css.fact}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
