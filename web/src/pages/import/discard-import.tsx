import type { Import } from '@analytics/contract/import';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionError } from '../../components/action-error.tsx';

/** Stops an analysis, or throws an upload away. Nothing in the history depends on it, so nothing is asked. */
export function DiscardImport({ upload }: { upload: Import }) {
  const queryClient = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => request('DELETE /api/imports/{id}', { params: { id: upload.id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['imports'] }),
  });
  return (
    <>
      <ActionButton
        isBusy={isPending}
        onClick={() => {
          mutate();
        }}
      >
        {names[upload.state] ?? 'Cancel'}
      </ActionButton>
      <ActionError error={error} />
    </>
  );
}

const names: Partial<Record<Import['state'], string>> = {
  analysed: 'Discard the upload',
  failed: 'Dismiss',
};
