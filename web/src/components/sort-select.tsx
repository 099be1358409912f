import { SelectField } from './select-field.tsx';
import css from './sort-select.module.css';

/** The order in which a column is usually wanted: names from A, places from the first, everything else from the top. */
export const naturalOrder = (sort: string): 'asc' | 'desc' =>
  sort === 'name' || sort === 'position' ? 'asc' : 'desc';

interface SortSelectProps<T extends string> {
  options: readonly { value: T; name: string }[];
  sort: T;
  onChange: (order: { sort: T; order: 'asc' | 'desc' }) => void;
}

/** The order of a list on a phone, where not every column has room. */
export function SortSelect<T extends string>({ options, sort, onChange }: SortSelectProps<T>) {
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
