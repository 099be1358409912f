import card from '../../styles/card.module.css';
import form from '../../styles/form.module.css';
import type { AccountChange } from './account-change.ts';

/** How the change of a setting fares. */
export function ChangeStatus({ change: { error, isPending, isSuccess } }: { change: AccountChange }) {
  return (
    <>
      <p aria-live="polite" className={card.small}>
        {isPending && 'Reckoning anew …'}
        {isSuccess && !isPending && 'Saved.'}
      </p>
      {error !== null && (
        <p role="alert" className={form.error}>
          {error.message}
        </p>
      )}
    </>
  );
}
