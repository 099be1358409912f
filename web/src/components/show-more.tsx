import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ActionButton } from './action-button.tsx';

interface ShowMoreProps {
  pages: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
  children: ReactNode;
}

/** Brings the next page of a list, below those that are there, while there is one. */
export function ShowMore({ pages, children }: ShowMoreProps) {
  return (
    pages.hasNextPage && (
      <ActionButton isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        {children}
      </ActionButton>
    )
  );
}
