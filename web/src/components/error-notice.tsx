import { useQueryClient } from '@tanstack/react-query';
import button from '../styles/button.module.css';
import css from './error-notice.module.css';

/** What went wrong, in the place of what could not be shown. Trying again asks for everything on the page that failed. */
export function ErrorNotice({ error }: { error: Error }) {
  const queryClient = useQueryClient();
  return (
    <div role="alert" className={css.notice}>
      <p>
        <strong>This could not be loaded.</strong> {error.message}
      </p>
      <button
        type="button"
        className={button.secondary}
        onClick={() => {
          void queryClient.refetchQueries({
            type: 'active',
            predicate: ({ state }) => state.status === 'error',
          });
        }}
      >
        Try again
      </button>
    </div>
  );
}
