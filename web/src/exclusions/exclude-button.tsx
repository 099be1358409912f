import { ActionButton } from '../components/action-button.tsx';
import { ActionError } from '../components/action-error.tsx';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { useKeptFocus } from '../components/kept-focus.ts';
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
          <ActionButton isBusy={isPending} onClick={ask}>
            Leave out of the count
          </ActionButton>
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
      <ActionError error={error} />
    </div>
  );
}
