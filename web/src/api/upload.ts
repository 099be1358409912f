import { addressOf } from '../base-address.ts';
import { ApiError, readApiError, unreachable } from './api-error.ts';

/** How much of an upload has left this machine; `total` is a little more than the files, for what is around them. */
export interface SentBytes {
  sent: number;
  total: number;
}

/**
 * Hands files in for an import and tells the id of the new import.
 * XMLHttpRequest, because fetch tells nothing about what it has sent.
 */
export function uploadExport(
  files: readonly File[],
  onProgress: (bytes: SentBytes) => void,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', addressOf('api/imports'));
    call.upload.addEventListener('progress', ({ loaded, total }) => {
      onProgress({ sent: loaded, total });
    });
    call.addEventListener('load', () => {
      if (call.status === 202) resolve((JSON.parse(call.responseText) as { id: number }).id);
      else reject(readUploadError(call.status, call.responseText));
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

function readUploadError(status: number, text: string): ApiError {
  const error = readApiError(status, text);
  // A proxy refuses large bodies without a word of ours, nginx from 1 MB on.
  if (status === 413 && error.code === 'unreadable') {
    return new ApiError(
      status,
      'too-large',
      'A proxy before the server refuses uploads of this size. Ask the host to allow larger ones, or unpack the ZIP and add its JSON files a few at a time.',
    );
  }
  return error;
}
