import type { Import } from '@analytics/contract/import';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import button from '../../styles/button.module.css';
import form from '../../styles/form.module.css';

/** Stops an analysis, or throws an upload away. Nothing in the history depends on it, so nothing is asked. */
export function DiscardImport({ upload }: { upload: Import }) {
  const queryClient = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => request('DELETE /api/imports/{id}', { params: { id: upload.id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['imports'] }),
  });
  return (
    <>
      <button
        type="button"
        className={button.secondary}
        aria-disabled={isPending}
        onClick={() => {
          if (!isPending) mutate();
        }}
      >
        {names[upload.state] ?? 'Cancel'}
      </button>
      {error !== null && (
        <p role="alert" className={form.error}>
          {error.message}
        </p>
      )}
    </>
  );
}

const names: Partial<Record<Import['state'], string>> = {
  analysed: 'Discard the upload',
  failed: 'Dismiss',
};
