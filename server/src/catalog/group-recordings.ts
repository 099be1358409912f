import { createHash } from 'node:crypto';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { keepCatalogue, limitLockWaits, lockRecordings, lockTrackLinks } from '../database/locks.queries.ts';
import { notifyListener } from '../database/notifications.ts';
import { groupTracks, titleKey } from './group-tracks.ts';
import { type JudgedTrack, readTrack } from './judged-track.ts';
import { getEvidence, listNeighbours, listTrackFacts, upsertKeys } from './recording-evidence.queries.ts';
import { insertRecordings, type Move, moveTracks, takeChecks, takeChecksOf } from './recordings.queries.ts';

/** So many tracks are looked at in one transaction, which keeps those who write plays waiting for a moment only. */
const BATCH = 500;
/** PostgreSQL's words for "somebody else holds a lock", and for two who wait for each other. */
const IN_THE_WAY = new Set(['55P03', '40P01']);

/**
 * Makes recordings of the tracks that are new or have changed, and of those that they may belong with, until none is left or
 * somebody is in the way, such as a large import. Killed at any moment, it goes on where it was.
 */
export async function groupRecordings(database: Database): Promise<void> {
  let isDone = false;
  while (!isDone) isDone = await isUndisturbed(database, async (trx) => (await groupBatch(trx)) < BATCH);
}

/**
 * The same for these tracks alone, at once, so that a decision is followed by the leaderboards. When somebody is in the way the
 * tracks stay in the queue for the next run.
 */
export async function groupRecordingsOf(database: Database, trackIds: readonly number[]): Promise<void> {
  if (trackIds.length === 0) return;
  await isUndisturbed(database, async (trx) => {
    await takeChecksOf(trx, trackIds);
    await group(trx, trackIds);
    return true;
  });
}

/** Answers what the work answers, or true when somebody was in the way: it has done nothing then. */
async function isUndisturbed(
  database: Database,
  work: (trx: DatabaseTransaction) => Promise<boolean>,
): Promise<boolean> {
  try {
    return await database.transaction().execute(async (trx) => {
      await limitLockWaits(trx);
      await keepCatalogue(trx);
      await lockRecordings(trx);
      return work(trx);
    });
  } catch (error) {
    if (IN_THE_WAY.has((error as { code?: string }).code ?? '')) return true;
    throw error;
  }
}

async function groupBatch(trx: DatabaseTransaction): Promise<number> {
  const taken = await takeChecks(trx, BATCH);
  await group(trx, taken);
  return taken.length;
}

async function group(trx: DatabaseTransaction, trackIds: readonly number[]): Promise<void> {
  const tracks = await listWithNeighbours(trx, trackIds);
  if (tracks.length === 0) return;
  const evidence = await getEvidence(
    trx,
    tracks.map(({ id }) => id),
  );
  const { groups } = groupTracks(tracks, evidence);
  const moves = await assignRecordings(trx, tracks, groups);
  if (moves.length === 0) return;
  await lockTrackLinks(trx);
  for (const listenerId of await moveTracks(trx, moves)) {
    await notifyListener(trx, listenerId, { type: 'play', plays: 0 });
  }
}

/** These tracks, those that they may belong with, those that these may belong with, and so on. */
async function listWithNeighbours(
  trx: DatabaseTransaction,
  trackIds: readonly number[],
): Promise<JudgedTrack[]> {
  const known = new Map<number, JudgedTrack>();
  let next = trackIds;
  while (next.length > 0) {
    const found = (await listTrackFacts(trx, next)).map(readTrack);
    for (const track of found) known.set(track.id, track);
    await upsertKeys(
      trx,
      found.map((track) => ({ trackId: track.id, key: hashOf(titleKey(track)) })),
    );
    const neighbours = await listNeighbours(
      trx,
      found.map(({ id }) => id),
    );
    next = neighbours.filter((id) => !known.has(id));
  }
  return [...known.values()];
}

const hashOf = (key: string | null) => (key === null ? null : createHash('md5').update(key).digest('hex'));

/** Lets each group keep the recording that most of its tracks belong to, so that as few as possible move. */
async function assignRecordings(
  trx: DatabaseTransaction,
  tracks: readonly JudgedTrack[],
  groups: readonly (readonly number[])[],
): Promise<Move[]> {
  const recordingOf = new Map(tracks.map(({ id, recordingId }) => [id, recordingId]));
  const claims = groups.flatMap((members) => {
    const counts = Map.groupBy(members, (id) => recordingOf.get(id) ?? 0);
    return [...counts].map(([recordingId, own]) => ({ members, recordingId, tracks: own.length }));
  });
  claims.sort(
    (a, b) =>
      b.tracks - a.tracks || a.recordingId - b.recordingId || (a.members[0] ?? 0) - (b.members[0] ?? 0),
  );
  const kept = new Map<readonly number[], number>();
  const taken = new Set<number>();
  for (const { members, recordingId } of claims) {
    if (kept.has(members) || taken.has(recordingId)) continue;
    kept.set(members, recordingId);
    taken.add(recordingId);
  }
  const fresh = await insertRecordings(trx, groups.length - kept.size);
  return groups.flatMap((members) => {
    const recordingId = kept.get(members) ?? fresh.pop() ?? 0;
    return members.flatMap((trackId) =>
      recordingOf.get(trackId) === recordingId ? [] : [{ trackId, recordingId }],
    );
  });
}
