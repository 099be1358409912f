import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import css from './async-section.module.css';
import { ErrorNotice } from './error-notice.tsx';
import { Loading } from './loading.tsx';

interface AsyncSectionProps<T> {
  query: UseQueryResult<T>;
  /** Takes the same room as what is loading. */
  skeleton: ReactNode;
  children: (answer: T) => ReactNode;
}

/** What a query answered, or its loading, or its error; a stale answer stays in sight, dimmed, until the new one is here. */
export function AsyncSection<T>({ query, skeleton, children }: AsyncSectionProps<T>) {
  const { data: answer, error, isPlaceholderData } = query;
  if (answer !== undefined) {
    return (
      <div className={isPlaceholderData ? css.stale : undefined} aria-busy={isPlaceholderData}>
        {children(answer)}
      </div>
    );
  }
  return error === null ? <Loading>{skeleton}</Loading> : <ErrorNotice error={error} />;
}
