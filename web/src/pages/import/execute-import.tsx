import type { Import } from '@analytics/contract/import';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionError } from '../../components/action-error.tsx';

interface ExecuteImportProps {
  upload: Import;
  /** What it will do, on its button. */
  name: string;
  isSecondary?: boolean;
}

/** Imports what the analysis found. */
export function ExecuteImport({ upload, name, isSecondary = false }: ExecuteImportProps) {
  const queryClient = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => request('POST /api/imports/{id}/execute', { params: { id: upload.id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['imports'] }),
  });
  return (
    <>
      <ActionButton
        look={isSecondary ? 'secondary' : 'primary'}
        isBusy={isPending}
        onClick={() => {
          mutate();
        }}
      >
        {name}
      </ActionButton>
      <ActionError error={error} />
    </>
  );
}
