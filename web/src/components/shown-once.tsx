import button from '../styles/button.module.css';
import card from '../styles/card.module.css';
import { CopyButton } from './copy-button.tsx';
import css from './shown-once.module.css';

interface ShownOnceProps {
  /** What was made just now; undefined when nothing was. */
  secret: { text: string; name: string } | undefined;
  copyLabel: string;
  onTaken: () => void;
}

/** A secret that is on the page until it is taken, and can never be seen again. */
export function ShownOnce({ secret, copyLabel, onTaken }: ShownOnceProps) {
  return (
    <div aria-live="polite" className={css.announcement}>
      {secret !== undefined && (
        <div className={css.made}>
          <p>
            <strong>Copy {secret.name} now.</strong> It is shown this once.
          </p>
          <code className={css.code}>{secret.text}</code>
          <div className={card.row}>
            <CopyButton text={secret.text} label={copyLabel} />
            <button type="button" className={button.quiet} onClick={onTaken}>
              I have it
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
