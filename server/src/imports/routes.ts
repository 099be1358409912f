import type { ImportState } from '@analytics/contract/import';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../errors.ts';
import { implement } from '../http/endpoint.ts';
import type { Queue } from '../queue/queue.ts';
import { clearAway, type ImportContext } from './analyse-import.ts';
import { getImport, listImports, updateProgress, updateState } from './imports.queries.ts';
import { runImportStage } from './jobs.ts';
import { listReceipt } from './receipt.queries.ts';
import { receiveUpload } from './receive-upload.ts';

/** Upload, analysis, execution, receipt and undo of what listeners hand in. */
export function addImportRoutes(
  app: FastifyInstance,
  context: Pick<ImportContext, 'database' | 'uploads'> & { queue: Queue },
): void {
  const { database, queue, uploads } = context;

  implement(app, 'POST /api/imports', async ({ listenerId, request }) => ({
    id: await receiveUpload(context, listenerId, request),
  }));

  implement(app, 'GET /api/imports', ({ listenerId, query: { limit = 50, offset = 0 } }) =>
    listImports(database, listenerId, { limit, offset }),
  );

  implement(app, 'GET /api/imports/{id}', ({ listenerId, params }) =>
    getImport(database, listenerId, params.id),
  );

  implement(app, 'POST /api/imports/{id}/execute', async ({ listenerId, params }) => {
    const { state } = await getImport(database, listenerId, params.id);
    await database.transaction().execute(async (trx) => {
      const moved = await updateState(trx, listenerId, params.id, { from: ['analysed'], to: 'importing' });
      if (!moved) {
        throw new DomainError(
          'wrong-state',
          `Only an analysed upload can be imported; this one is ${state}.`,
          { state },
        );
      }
      await queue.send(runImportStage, { userId: listenerId, importId: params.id, stage: 'execute' }, trx);
    });
    return getImport(database, listenerId, params.id);
  });

  implement(app, 'POST /api/imports/{id}/undo', async ({ listenerId, params }) => {
    const { state } = await getImport(database, listenerId, params.id);
    if (state !== 'imported') {
      throw new DomainError('wrong-state', `Only a finished import can be undone; this one is ${state}.`, {
        state,
      });
    }
    await queue.send(runImportStage, { userId: listenerId, importId: params.id, stage: 'undo' });
    await updateProgress(database, listenerId, params.id, {
      state: 'imported',
      stage: 'undoing',
      done: 0,
      total: 1,
    });
    return getImport(database, listenerId, params.id);
  });

  implement(app, 'DELETE /api/imports/{id}', async ({ listenerId, params }) => {
    const { state } = await getImport(database, listenerId, params.id);
    const cancel = (from: readonly ImportState[]) =>
      updateState(database, listenerId, params.id, { from, to: 'cancelled' });
    // A running analysis notices by itself and clears its rows away; to do it here would be to wait for it.
    if (await cancel(['uploaded', 'analysing'])) await uploads.remove(listenerId, params.id);
    else if (await cancel(['analysed', 'failed'])) await clearAway(context, listenerId, params.id);
    else throw new DomainError('wrong-state', `This import is ${state} and cannot be cancelled.`, { state });
    return undefined;
  });

  implement(app, 'GET /api/imports/{id}/rows', async ({ listenerId, params, query }) => {
    const { statistics } = await getImport(database, listenerId, params.id);
    const { verdict, cursor, limit = 50 } = query;
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) {
      throw new DomainError('invalid-request', 'The cursor is not one of ours.');
    }
    const after = cursor === undefined ? -1 : Number(cursor);
    const fileNames = statistics?.files.map(({ name }) => name) ?? [];
    return listReceipt(database, listenerId, params.id, { verdict, after, limit, fileNames });
  });
}
