import type { Import } from '@analytics/contract/import';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import button from '../../styles/button.module.css';
import form from '../../styles/form.module.css';

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
      <button
        type="button"
        className={isSecondary ? button.secondary : button.primary}
        aria-disabled={isPending}
        onClick={() => {
          if (!isPending) mutate();
        }}
      >
        {name}
      </button>
      {error !== null && (
        <p role="alert" className={form.error}>
          {error.message}
        </p>
      )}
    </>
  );
}
