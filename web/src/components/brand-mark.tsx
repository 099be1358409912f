import css from './brand-mark.module.css';

/** The mark of the product, in the colours of the theme. */
export function BrandMark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
      <rect className={css.ground} width="32" height="32" rx="8" />
      <path className={css.bars} d="M8.5 18.5v5M16 9v14.5M23.5 13.5v10" />
    </svg>
  );
}
