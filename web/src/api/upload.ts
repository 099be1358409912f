import { addressOf } from '../base-address.ts';
import { ApiError, readApiError, unreachable } from './api-error.ts';

/**
 * Hands files in for an import and tells the id of the new import. `onProgress` gets the part that was sent, 0 to 1.
 * XMLHttpRequest, because fetch tells nothing about what it has sent.
 */
export function uploadExport(
  files: readonly File[],
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', addressOf('api/imports'));
    call.upload.addEventListener('progress', ({ loaded, total }) => {
      onProgress(total === 0 ? 0 : loaded / total);
    });
    call.addEventListener('load', () => {
      if (call.status === 202) resolve((JSON.parse(call.responseText) as { id: number }).id);
      else reject(readApiError(call.status, call.responseText));
    });
    call.addEventListener('error', () => {
      reject(unreachable(undefined));
    });
    call.addEventListener('abort', () => {
      reject(new ApiError(0, 'aborted', 'The upload was stopped.'));
    });
    signal.addEventListener('abort', () => {
      call.abort();
    });
    const form = new FormData();
    for (const file of files) form.append('file', file, file.name);
    call.send(form);
  });
}
