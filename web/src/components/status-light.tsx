import css from './status-light.module.css';

/** A dot that says at a glance whether something works; the words beside it say the same. */
export function StatusLight({ tone }: { tone: 'on' | 'off' | 'trouble' }) {
  return <span className={`${css.light} ${css[tone]}`} aria-hidden="true" />;
}
