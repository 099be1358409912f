import type { Import } from '@analytics/contract/import';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { formatCount } from '../../format/number.ts';
import button from '../../styles/button.module.css';
import form from '../../styles/form.module.css';

interface ExecuteImportProps {
  upload: Import;
  plays: number;
  onExecute: (id: number) => void;
}

/** Imports what the analysis found. */
export function ExecuteImport({ upload, plays, onExecute }: ExecuteImportProps) {
  const queryClient = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => request('POST /api/imports/{id}/execute', { params: { id: upload.id } }),
    onSuccess: () => {
      onExecute(upload.id);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['imports', 'list'] }),
  });
  return (
    <>
      <button
        type="button"
        className={button.primary}
        disabled={isPending}
        onClick={() => {
          mutate();
        }}
      >
        Import {formatCount(plays, 'play')}
      </button>
      {error !== null && (
        <p role="alert" className={form.error}>
          {error.message}
        </p>
      )}
    </>
  );
}
