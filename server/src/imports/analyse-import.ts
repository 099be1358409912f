import type { ImportStatistics } from '@analytics/contract/import';
import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import type { Database } from '../database/database.ts';
import { lockHistory } from '../database/locks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { readRows } from '../metrics.ts';
import { estimatePlays } from './estimate-plays.queries.ts';
import { rememberVersion, replaceMatches } from './import-matches.queries.ts';
import { countVerdicts, deleteRows, importedRows } from './import-rows.queries.ts';
import { resolveTracks } from './import-tracks.queries.ts';
import { findState, getImport, updateProgress, updateState } from './imports.queries.ts';
import { describeProblem } from './problems.ts';
import type { FileReport } from './read-upload.ts';
import { markRowsToldTwice } from './rows-told-twice.queries.ts';
import { ImportCancelled, stageRows } from './stage-rows.ts';
import type { UploadDirectory } from './upload-directory.ts';

const PROGRESS_EVERY_MS = 500;

export interface ImportContext {
  readonly connection: PoolConfig;
  readonly database: Database;
  readonly uploads: UploadDirectory;
}

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
    // Analysed or cancelled, and the process that read it was killed before it could clear away.
    if ((await findState(database, listenerId, importId)) === 'cancelled')
      await deleteRows(database, listenerId, importId);
    await uploads.remove(listenerId, importId);
    return;
  }
  try {
    const files = await readFiles(context, listenerId, importId);
    await matchRows(context, listenerId, importId, files);
  } catch (error) {
    // What is cancelled, or gone with its listener, may fail in many ways: its files are removed at once.
    const isWanted = (await findState(database, listenerId, importId)) === 'analysing';
    if (isWanted) throw error;
    await clearAway(context, listenerId, importId);
  }
  await uploads.remove(listenerId, importId);
}

/** Finds the rows that are stored plays and says what would become of all. */
async function matchRows(
  { database }: ImportContext,
  listenerId: ListenerId,
  importId: number,
  files: FileReport[],
): Promise<void> {
  const end = files.reduce((rows, file) => rows + file.rows, 0);
  readRows.inc(end);
  await updateProgress(database, listenerId, importId, {
    state: 'analysing',
    stage: 'matching',
    done: 0,
    total: 0,
  });
  await database.transaction().execute(async (trx) => {
    const kinds = files.map(({ kind }) => kind);
    await resolveTracks(trx, listenerId, importId);
    await estimatePlays(trx, listenerId, importId, kinds);
    await markRowsToldTwice(trx, listenerId, importId, kinds);
    await lockHistory(trx, listenerId);
    const incoming = importedRows(listenerId, importId, end);
    await replaceMatches(trx, listenerId, importId, incoming);
    await rememberVersion(trx, listenerId, importId);
    const statistics = {
      ...(await countVerdicts(trx, listenerId, importId)),
      files: files.map(({ name, rows, problem }) => ({
        name,
        rows,
        ...(problem !== null && { problem: describeProblem(problem) }),
      })),
    };
    const ended = await updateState(trx, listenerId, importId, { from: ['analysing'], ...judge(statistics) });
    if (!ended) throw new ImportCancelled();
  });
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
      : `${totalRows === 1 ? 'The only row is not' : `None of the ${totalRows} rows is`} a play of a track.`;
  return { to: 'failed', statistics, error } as const;
}

async function readFiles(
  { connection, database, uploads }: ImportContext,
  listenerId: ListenerId,
  importId: number,
): Promise<FileReport[]> {
  const { fileNames } = await getImport(database, listenerId, importId);
  const directory = uploads.path(listenerId, importId);
  const files = fileNames.map((name, index) => ({ path: join(directory, String(index)), name }));
  const reports: FileReport[] = [];
  let reportedAt = 0;
  for await (const step of stageRows({ connection, userId: listenerId, importId, files })) {
    if (step.finished) reports.push(step.finished);
    if (Date.now() - reportedAt >= PROGRESS_EVERY_MS) {
      reportedAt = Date.now();
      const progress = {
        state: 'analysing',
        stage: 'reading',
        done: step.bytesDone,
        total: step.bytesTotal,
      } as const;
      if (!(await updateProgress(database, listenerId, importId, progress))) throw new ImportCancelled();
    }
  }
  return reports;
}
