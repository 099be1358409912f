import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import card from '../styles/card.module.css';
import { AsyncSection } from './async-section.tsx';
import { Paging } from './paging.tsx';

interface PagedListProps<T> {
  /** Of one page. */
  query: UseQueryResult<T>;
  /** Pages count from 1. */
  page: number;
  pageSize: number;
  skeleton: ReactNode;
  /** What stands there when the whole list is empty. */
  empty: ReactNode;
  /** `page` as an address has it, which does not name the first one. */
  onPage: (page: string | undefined) => void;
  children: (answer: T) => ReactNode;
}

/** One page of a list that the server turns over, and the ways to the others. */
export function PagedList<T extends { total: number }>(props: PagedListProps<T>) {
  const { query, page, pageSize, skeleton, empty, onPage, children } = props;
  return (
    <AsyncSection query={query} skeleton={skeleton}>
      {(answer) =>
        answer.total === 0 ? (
          empty
        ) : (
          <div className={card.stack}>
            {children(answer)}
            <Paging
              page={page}
              pageSize={pageSize}
              total={answer.total}
              onPage={(next) => {
                onPage(next === 1 ? undefined : String(next));
              }}
            />
          </div>
        )
      }
    </AsyncSection>
  );
}
