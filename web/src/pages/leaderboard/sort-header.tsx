import type { LeaderboardSort } from '../../api/leaderboard.ts';
import css from './sort-header.module.css';
import { naturalOrder } from './sort-select.tsx';

interface SortHeaderProps {
  column: LeaderboardSort;
  name: string;
  className?: string | undefined;
  sort: LeaderboardSort;
  order: 'asc' | 'desc';
  onSort: (order: { sort: LeaderboardSort; order: 'asc' | 'desc' }) => void;
}

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;

/** The head of a column that the server sorts by; a second press turns the order around. */
export function SortHeader({ column, name, className, sort, order, onSort }: SortHeaderProps) {
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
