import type { ImportStatistics } from '@analytics/contract/import';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { matchIncoming } from '../plays/match-incoming.ts';
import { lockHistory } from '../database/history-lock.queries.ts';
import { ImportCancelled, replaceRows, type RowSink } from './copy-rows.queries.ts';
import {
  countVerdicts,
  deleteRows,
  importedRows,
  markRepeatedRows,
  replaceMatches,
} from './import-rows.queries.ts';
import { findState, getImport, updateProgress, updateState } from './imports.queries.ts';
import { describeProblem } from './problems.ts';
import { readUpload } from './read-upload.ts';
import type { UploadDirectory } from './upload-directory.ts';

const PROGRESS_EVERY_MS = 500;
/** Rows of the account data know the minute only and no ids; they are not taken in yet. */
const MINUTE_MS = 60_000;

export interface ImportContext {
  readonly pool: Pool;
  readonly database: Database;
  readonly uploads: UploadDirectory;
}

type FileReport = ImportStatistics['files'][number];

/**
 * Reads an upload into the staging table and finds out what would become of every row. May be run again from the start at
 * any time with the same result; nothing of the history changes.
 */
export async function analyseImport(
  context: ImportContext,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  const { database, uploads } = context;
  const begun = await updateState(database, listenerId, importId, {
    from: ['uploaded', 'analysing'],
    to: 'analysing',
  });
  if (!begun) {
    // Cancelled, and the process that read it was killed before it could clear away.
    if ((await findState(database, listenerId, importId)) === 'cancelled')
      await clearAway(context, listenerId, importId);
    return;
  }
  try {
    const files = await stageRows(context, listenerId, importId);
    await database.transaction().execute(async (trx) => {
      await markRepeatedRows(trx, listenerId, importId);
      await lockHistory(trx, listenerId);
      const incoming = importedRows(listenerId, importId);
      await replaceMatches(trx, listenerId, importId, await matchIncoming(trx, listenerId, incoming));
      const statistics = { ...(await countVerdicts(trx, listenerId, importId)), files };
      const ended = await updateState(trx, listenerId, importId, {
        from: ['analysing'],
        ...judge(statistics),
      });
      if (!ended) throw new ImportCancelled();
    });
  } catch (error) {
    if (!(error instanceof ImportCancelled)) throw error;
    await clearAway(context, listenerId, importId);
  }
  await uploads.remove(listenerId, importId);
}

/** Removes all that there is of an upload besides its entry in the list. */
export async function clearAway(
  { database, uploads }: Pick<ImportContext, 'database' | 'uploads'>,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  await deleteRows(database, listenerId, importId);
  await uploads.remove(listenerId, importId);
}

/** An upload without a single play of a track is a mistake that the listener should hear of. */
function judge(statistics: ImportStatistics) {
  const { totalRows, incognito, podcasts, withoutTrack, malformed } = statistics;
  if (totalRows - incognito - podcasts - withoutTrack - malformed > 0)
    return { to: 'analysed', statistics } as const;
  const error =
    totalRows === 0
      ? 'The upload holds no streaming history. Upload the ZIP of the Extended streaming history as Spotify sends it, or the JSON files in it.'
      : `None of the ${totalRows} rows is a play of a track.`;
  return { to: 'failed', statistics, error } as const;
}

async function stageRows(
  { pool, database, uploads }: ImportContext,
  listenerId: ListenerId,
  importId: number,
): Promise<FileReport[]> {
  const { fileNames } = await getImport(database, listenerId, importId);
  const directory = uploads.path(listenerId, importId);
  const files = fileNames.map((name, index) => ({ path: join(directory, String(index)), name }));
  return replaceRows(pool, listenerId, importId, (rows) =>
    readInto(rows, database, listenerId, importId, files),
  );
}

async function readInto(
  rows: RowSink,
  database: Database,
  listenerId: ListenerId,
  importId: number,
  files: { path: string; name: string }[],
): Promise<FileReport[]> {
  const reports: FileReport[] = [];
  let reportedAt = 0;
  for await (const step of readUpload(files)) {
    const isAccountData = step.finished?.kind === 'account' || step.rows[0]?.precisionMs === MINUTE_MS;
    if (!isAccountData) await rows.write(step.rows);
    if (step.finished) {
      const problem = isAccountData ? 'account-data' : step.finished.problem;
      reports.push({
        name: step.finished.name,
        rows: isAccountData ? 0 : step.finished.rows,
        ...(problem !== null && { problem: describeProblem(problem) }),
      });
    }
    if (Date.now() - reportedAt >= PROGRESS_EVERY_MS) {
      reportedAt = Date.now();
      const progress = {
        state: 'analysing',
        stage: 'reading',
        done: step.bytesDone,
        total: step.bytesTotal,
      } as const;
      if (!(await updateProgress(database, listenerId, importId, progress))) throw new ImportCancelled();
      // Requests of other listeners get their turn.
      await sleep(0);
    }
  }
  return reports;
}
