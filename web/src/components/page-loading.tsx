import css from './page-loading.module.css';

/** In place of a page that is not there yet. It appears only when that takes noticeably long. */
export function PageLoading() {
  return <output className={css.words}>Loading …</output>;
}
