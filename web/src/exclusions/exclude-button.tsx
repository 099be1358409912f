import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { useKeptFocus } from '../components/kept-focus.ts';
import button from '../styles/button.module.css';
import form from '../styles/form.module.css';
import type { ExclusionSubject } from './exclusion-subject.ts';
import { exclusionEffect } from './exclusion-words.ts';
import { useExclude } from './use-exclusion-change.ts';

interface ExcludeButtonProps {
  subject: Pick<ExclusionSubject, 'kind' | 'id' | 'name'>;
  /** How many counted plays it has. */
  plays: number;
}

/** Leaves a track, an artist or a playlist out of the count, after it has been told what that does. */
export function ExcludeButton({ subject, plays }: ExcludeButtonProps) {
  const { mutate, error, isPending } = useExclude();
  const focus = useKeptFocus<HTMLDivElement>();
  return (
    <div tabIndex={-1} {...focus}>
      <ConfirmDialog
        renderTrigger={(ask) => (
          <button type="button" className={button.secondary} disabled={isPending} onClick={ask}>
            Leave out of the count
          </button>
        )}
        title={`Leave ${subject.name} out of the count?`}
        action="Leave out"
        onConfirm={() => {
          mutate(subject);
        }}
      >
        <p>{exclusionEffect(subject.kind, plays)}</p>
        <p>They stay in your history, marked as not counted, and you can count them again at any time.</p>
      </ConfirmDialog>
      {error !== null && (
        <p role="alert" className={form.error}>
          {error.message}
        </p>
      )}
    </div>
  );
}
