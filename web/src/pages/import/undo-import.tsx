import type { Import } from '@analytics/contract/import';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { ActionError } from '../../components/action-error.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { formatCount } from '../../format/number.ts';
import button from '../../styles/button.module.css';
import { fileWords } from './import-words.ts';

/** Takes an import back as a whole. */
export function UndoImport({ upload }: { upload: Import }) {
  const queryClient = useQueryClient();
  const { mutate, error } = useMutation({
    mutationFn: () => request('POST /api/imports/{id}/undo', { params: { id: upload.id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['imports'] }),
  });
  const files = fileWords(upload.fileNames);
  return (
    <>
      <ConfirmDialog
        renderTrigger={(ask) => (
          <button
            type="button"
            className={button.secondary}
            aria-label={`Undo the import of ${files}`}
            onClick={ask}
          >
            Undo
          </button>
        )}
        title={`Undo the import of ${files}?`}
        action="Undo the import"
        onConfirm={mutate}
      >
        <p>
          The {formatCount(upload.statistics?.toImport ?? 0, 'play')} that it added leave your history, but
          for those that another import or the live tracking has brought too. What it filled in on other plays
          is taken back, and its receipt goes. You can import the same export again later.
        </p>
      </ConfirmDialog>
      <ActionError error={error} />
    </>
  );
}
