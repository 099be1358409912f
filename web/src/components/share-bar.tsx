import { formatShare } from '../format/number.ts';
import css from './share-bar.module.css';

/** A part of the whole in figures and as a bar; the longest bar of a list is full. */
export function ShareBar({ share, greatest }: { share: number; greatest: number }) {
  return (
    <div className={css.share}>
      <span className={css.figure}>{formatShare(share)}</span>
      <span className={css.track} aria-hidden="true">
        <span className={css.bar} style={{ width: `${greatest === 0 ? 0 : (share / greatest) * 100}%` }} />
      </span>
    </div>
  );
}
