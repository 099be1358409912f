import { useMutation } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { ActionError } from '../../components/action-error.tsx';
import button from '../../styles/button.module.css';
import { useLeave } from './leave.ts';

/** Ends the session of this browser. */
export function LogOut() {
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => request('DELETE /api/session'),
    onSuccess: useLeave(),
  });
  return (
    <>
      <button
        type="button"
        className={button.secondary}
        disabled={isPending}
        onClick={() => {
          mutate();
        }}
      >
        Log out
      </button>
      <ActionError error={error} />
    </>
  );
}
