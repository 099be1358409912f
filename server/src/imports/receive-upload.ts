import { rm } from 'node:fs/promises';
import type { FastifyRequest } from 'fastify';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { lockUploads } from '../database/locks.queries.ts';
import { DomainError } from '../errors.ts';
import type { Queue } from '../queue/queue.ts';
import { countWaiting, insertImport } from './imports.queries.ts';
import { runImportStage } from './jobs.ts';
import { saveFiles } from './save-files.ts';
import type { UploadDirectory } from './upload-directory.ts';

/** A listener of 15 years has an archive of about 40 MB, and 300 MB of bare JSON. */
const LIMITS = { fileBytes: 1024 ** 3, uploadBytes: 4 * 1024 ** 3, files: 500 };

/** Uploads of one listener that may wait for their analysis; each is a file on the disk. */
const MOST_WAITING = 20;

/**
 * Streams the parts named `file` to disk and orders their analysis. Nothing is kept of an upload that breaks off.
 * @throws DomainError `unsupported-type`, `invalid-request`, `too-large`, `wrong-state` when too many wait already, or `not-found`
 * when the account has gone meanwhile
 */
export async function receiveUpload(
  context: { database: Database; queue: Queue; uploads: UploadDirectory },
  listenerId: ListenerId,
  request: FastifyRequest,
): Promise<number> {
  if (!request.isMultipart()) {
    throw new DomainError(
      'unsupported-type',
      'Send the files as multipart/form-data, each as a part named "file".',
    );
  }
  await refuseTooMany(context.database, listenerId);
  const incoming = await context.uploads.makeIncoming();
  try {
    const fileNames = await saveFiles(request, incoming, LIMITS);
    if (fileNames.length === 0) {
      throw new DomainError(
        'invalid-request',
        'The upload holds no file. Send at least one part named "file".',
      );
    }
    return await context.database.transaction().execute(async (trx) => {
      await lockUploads(trx, listenerId);
      await refuseTooMany(trx, listenerId);
      const importId = await insertImport(trx, listenerId, fileNames);
      await context.queue.send(runImportStage, { userId: listenerId, importId, stage: 'analyse' }, trx);
      // Last, since nobody would look for files whose entry in the list came to nothing.
      await context.uploads.keep(incoming, listenerId, importId);
      return importId;
    });
  } catch (error) {
    // What is still to come is let go by: the connection would hang with it, and the next request along with that.
    request.raw.unpipe();
    request.raw.resume();
    await rm(incoming, { recursive: true, force: true });
    throw isBrokenBody(error) ? new DomainError('invalid-request', BROKEN_BODY) : error;
  }
}

/** Asked before the files come in, and again with the lock, since many may come in at once. */
async function refuseTooMany(database: Database | DatabaseTransaction, listenerId: ListenerId) {
  if ((await countWaiting(database, listenerId)) < MOST_WAITING) return;
  const message = `${MOST_WAITING} uploads wait for their analysis already. Wait for them, or cancel some.`;
  throw new DomainError('wrong-state', message);
}

const BROKEN_BODY = 'The upload is not valid multipart/form-data, or it broke off.';

/** The reader of multipart bodies tells of what it cannot read by plain errors; those of files and of the database have codes. */
function isBrokenBody(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error && !('code' in error);
}
