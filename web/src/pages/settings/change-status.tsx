import { ActionError } from '../../components/action-error.tsx';
import card from '../../styles/card.module.css';
import type { AccountChange } from './account-change.ts';

/** How the change of a setting fares. */
export function ChangeStatus({ change: { error, isPending, isSuccess } }: { change: AccountChange }) {
  return (
    <>
      <p aria-live="polite" className={card.small}>
        {isPending && 'Reckoning anew …'}
        {isSuccess && !isPending && 'Saved.'}
      </p>
      <ActionError error={error} />
    </>
  );
}
