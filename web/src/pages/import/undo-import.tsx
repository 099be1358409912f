import type { Import } from '@analytics/contract/import';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isBeingUndone } from '../../api/imports.ts';
import { request } from '../../api/request.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { formatCount } from '../../format/number.ts';
import button from '../../styles/button.module.css';
import form from '../../styles/form.module.css';
import { fileWords } from './import-words.ts';

/** Takes an import back as a whole. */
export function UndoImport({ upload }: { upload: Import }) {
  const queryClient = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => request('POST /api/imports/{id}/undo', { params: { id: upload.id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['imports'] }),
  });
  return (
    <>
      <ConfirmDialog
        trigger={
          <button type="button" className={button.secondary} disabled={isPending || isBeingUndone(upload)}>
            {isPending || isBeingUndone(upload) ? 'Undoing …' : 'Undo this import'}
          </button>
        }
        title={`Undo the import of ${fileWords(upload.fileNames)}?`}
        action="Undo the import"
        onConfirm={mutate}
      >
        <p>
          The {formatCount(upload.statistics?.toImport ?? 0, 'play')} that it added leave your history, also
          those that a later import found already there, and what it had filled in on other plays is restored.
          You can import the same export again later.
        </p>
      </ConfirmDialog>
      {error !== null && (
        <p role="alert" className={form.error}>
          {error.message}
        </p>
      )}
    </>
  );
}
