import type { Play } from '@analytics/contract/play';
import { formatCount } from '../../format/number.ts';
import button from '../../styles/button.module.css';
import css from './deletion-bar.module.css';

interface SelectionBarProps {
  selected: readonly Play[];
  onDelete: () => void;
  onLeave: () => void;
}

/** What can be done with the plays that were selected. */
export function SelectionBar({ selected, onDelete, onLeave }: SelectionBarProps) {
  return (
    <section className={css.bar} aria-label="Selection">
      <output className={css.words}>{formatCount(selected.length, 'play')} selected</output>
      <button type="button" className={button.danger} disabled={selected.length === 0} onClick={onDelete}>
        Delete
      </button>
      <button type="button" className={button.quiet} onClick={onLeave}>
        Cancel
      </button>
    </section>
  );
}
