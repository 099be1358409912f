import type { ReactNode } from 'react';
import css from './sort-header.module.css';
import { naturalOrder } from './sort-select.tsx';

interface SortHeaderProps<T extends string> {
  column: T;
  name: ReactNode;
  className?: string | undefined;
  sort: T;
  order: 'asc' | 'desc';
  onSort: (order: { sort: T; order: 'asc' | 'desc' }) => void;
}

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;

/** The head of a column that the server sorts by; a second press turns the order around. */
export function SortHeader<T extends string>({
  column,
  name,
  className,
  sort,
  order,
  onSort,
}: SortHeaderProps<T>) {
  const isSorted = column === sort;
  const next = isSorted && order === naturalOrder(column) ? opposite(order) : naturalOrder(column);
  return (
    <th scope="col" className={className} aria-sort={isSorted ? ariaSort[order] : undefined}>
      <button
        type="button"
        className={isSorted ? css.sorted : css.button}
        onClick={() => {
          onSort({ sort: column, order: next });
        }}
      >
        {name}
        <span aria-hidden="true">{isSorted ? (order === 'asc' ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  );
}

const opposite = (order: 'asc' | 'desc'): 'asc' | 'desc' => (order === 'asc' ? 'desc' : 'asc');
