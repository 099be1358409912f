import type { LeaderboardSort } from '../../api/leaderboard.ts';
import { SelectField } from '../../components/select-field.tsx';
import css from './sort-select.module.css';

/** The order in which a column is usually wanted: names from A, everything else from the top. */
export const naturalOrder = (sort: LeaderboardSort): 'asc' | 'desc' => (sort === 'name' ? 'asc' : 'desc');

const options = [
  { value: 'plays', name: 'By plays' },
  { value: 'ms', name: 'By time' },
  { value: 'lastPlayed', name: 'By last play' },
  { value: 'name', name: 'By name' },
] as const;

interface SortSelectProps {
  sort: LeaderboardSort;
  onChange: (order: { sort: LeaderboardSort; order: 'asc' | 'desc' }) => void;
}

/** The order of a leaderboard on a phone, where not every column has room. */
export function SortSelect({ sort, onChange }: SortSelectProps) {
  return (
    <div className={css.narrow}>
      <SelectField
        label="Order"
        options={options}
        value={sort}
        onChange={(value) => {
          onChange({ sort: value, order: naturalOrder(value) });
        }}
      />
    </div>
  );
}
