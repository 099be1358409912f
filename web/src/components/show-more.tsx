import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ActionButton } from './action-button.tsx';

interface ShowMoreProps {
  pages: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetchingNextPage' | 'isPlaceholderData' | 'fetchNextPage'
  >;
  children: ReactNode;
}

/** Brings the next page of a list, below those that are there, while there is one. */
export function ShowMore({ pages, children }: ShowMoreProps) {
  return (
    pages.hasNextPage && (
      <ActionButton
        // The list of another period, still in sight, is not the one that would get longer.
        isBusy={pages.isFetchingNextPage || pages.isPlaceholderData}
        onClick={() => void pages.fetchNextPage()}
      >
        {children}
      </ActionButton>
    )
  );
}
