import form from '../styles/form.module.css';

/** Why what was asked for did not come about, beside what asks for it. */
export function ActionError({ error }: { error: Error | null }) {
  return (
    error !== null && (
      <p role="alert" className={form.error}>
        {error.message}
      </p>
    )
  );
}
