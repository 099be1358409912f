import { useSyncExternalStore } from 'react';
import { type SentBytes, uploadExport } from '../../api/upload.ts';

/** The upload that this tab is sending, or the last one that it could not send. */
export interface OutgoingUpload {
  files: readonly File[];
  bytes: SentBytes;
  /** Why it was not sent. */
  error?: Error;
  stop: () => void;
}

// It lives outside the page: a look at another page of the dashboard must not break an upload off.
let outgoing: OutgoingUpload | undefined;
const followers = new Set<() => void>();

function show(next: OutgoingUpload | undefined): void {
  outgoing = next;
  for (const follower of followers) follower();
}

function follow(follower: () => void): () => void {
  followers.add(follower);
  return () => followers.delete(follower);
}

/** What this tab is sending; undefined when nothing is on its way. */
export const useOutgoingUpload = (): OutgoingUpload | undefined =>
  useSyncExternalStore(follow, () => outgoing);

/** Whether bytes are on their way. */
export const isSending = (upload: OutgoingUpload | undefined): boolean =>
  upload !== undefined && upload.error === undefined;

/** Sends files and answers the id of their import; undefined when it did not get that far, which `useOutgoingUpload` explains. */
export async function sendFiles(files: readonly File[]): Promise<number | undefined> {
  const stopper = new AbortController();
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const upload = { files, bytes: { sent: 0, total }, stop: () => stopper.abort() };
  const showProgress = (bytes: SentBytes): void => {
    show({ ...upload, bytes });
  };
  addEventListener('beforeunload', warn);
  show(upload);
  try {
    const id = await uploadExport(files, showProgress, stopper.signal);
    show(undefined);
    return id;
  } catch (error) {
    // Who stopped it knows why.
    show(stopper.signal.aborted ? undefined : { ...upload, error: error as Error });
    return undefined;
  } finally {
    removeEventListener('beforeunload', warn);
  }
}

/** Makes the browser ask before the page, and with it the upload, is gone. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
