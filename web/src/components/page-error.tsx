import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import button from '../styles/button.module.css';
import { EmptyState } from './empty-state.tsx';

/** In place of a page that failed while it was drawn. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <EmptyState title="Something broke on this page">
      <p>
        Your listening is safe; only this page could not be drawn. The reason given was:{' '}
        {error instanceof Error ? error.message : String(error)}
      </p>
      <button
        type="button"
        className={button.primary}
        onClick={() => {
          reset();
          void router.invalidate();
        }}
      >
        Try again
      </button>
    </EmptyState>
  );
}
