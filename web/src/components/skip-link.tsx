import css from './skip-link.module.css';

/** The first stop of the Tab key: past the navigation. */
export function SkipLink() {
  return (
    <a
      className={css.link}
      href="#main"
      onClick={(event) => {
        // With a base element a bare fragment would lead to another page.
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}
    >
      Skip to the content
    </a>
  );
}
