import { formatShare } from '../format/number.ts';
import css from './share-bar.module.css';

interface ShareBarProps {
  share: number;
  /** What fills the bar: the whole, or where all shares are small, the greatest of them. */
  greatest?: number;
}

/** A part of the whole in figures and as a bar. */
export function ShareBar({ share, greatest = 1 }: ShareBarProps) {
  return (
    <div className={css.share}>
      <span className={css.figure}>{formatShare(share)}</span>
      <span className={css.track} aria-hidden="true">
        <span className={css.bar} style={{ width: `${greatest === 0 ? 0 : (share / greatest) * 100}%` }} />
      </span>
    </div>
  );
}
