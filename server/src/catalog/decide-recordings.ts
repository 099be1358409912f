import type { Database, DatabaseTransaction } from '../database/database.ts';
import { keepCatalogue, lockRecordings } from '../database/locks.queries.ts';
import { DomainError } from '../errors.ts';
import type { SignedIn } from '../http/signed-in.ts';
import { groupRecordingsOf } from './group-recordings.ts';
import type { Decision, TrackPair } from './open-grouping.ts';
import {
  type DecidedTrack,
  deleteDecision,
  insertDecision,
  listDecidedPairs,
  listDecidedTracks,
} from './recording-decisions.queries.ts';

/** Who decides: a listener about tracks that they have played, the host about all. */
type Decider = Pick<SignedIn, 'id' | 'isHost'>;

/**
 * Decides that tracks are one recording, with everything that they are one with already. Answers the decision's id.
 * @throws DomainError `not-found` for a track that the listener has not played, `wrong-state` when they are one already,
 * `not-allowed` where it is the host's to decide
 */
export async function joinTracks(
  database: Database,
  who: Decider,
  trackIds: readonly number[],
): Promise<number> {
  return decide(database, who, trackIds, async (trx, whole) => {
    const [first, ...others] = whole.filter(({ id }) => trackIds.includes(id));
    if (!first || others.every(({ recordingId }) => recordingId === first.recordingId)) {
      throw new DomainError('wrong-state', 'These tracks are one recording already.');
    }
    const artists = new Set(whole.map(({ mainArtistId }) => mainArtistId));
    if (!who.isHost && artists.size > 1 && whole.some(({ isOthers }) => isOthers)) {
      throw new DomainError(
        'not-allowed',
        'These tracks have different main artists, and somebody else has played them too. The host of this instance can join them.',
      );
    }
    const pairs = others.map(({ id }) => pairOf(first.id, id));
    // What was split before between the recordings is joined now as well.
    const recordingOf = new Map(whole.map(({ id, recordingId }) => [id, recordingId]));
    for (const { pair, joined } of await listDecidedPairs(trx, idsOf(whole))) {
      const [a, b] = pair;
      if (!joined && recordingOf.get(a) !== recordingOf.get(b) && !has(pairs, pair)) pairs.push(pair);
    }
    return { kind: 'join', pairs: pairs.map((pair) => ({ pair, joined: true })) };
  });
}

/**
 * Decides that a track is another recording than those it is one with now. These stay together. Answers the decision's id.
 * @throws DomainError `not-found` for a track that the listener has not played, `wrong-state` when it is with no other,
 * `not-allowed` where the host has joined it
 */
export async function splitTrack(database: Database, who: Decider, trackId: number): Promise<number> {
  return decide(database, who, [trackId], async (trx, whole) => {
    const others = whole.filter(({ id }) => id !== trackId);
    if (others.length === 0) throw new DomainError('wrong-state', 'This track is with no other.');
    const decisions: Decision[] = others.map(({ id }) => ({ pair: pairOf(trackId, id), joined: false }));
    // Those that were joined by hand to this track, and maybe only by that to each other, stay joined.
    const held = (await listDecidedPairs(trx, idsOf(whole)))
      .filter(({ pair, joined }) => joined && pair.includes(trackId))
      .map(({ pair: [a, b] }) => (a === trackId ? b : a));
    const [first, ...rest] = held;
    if (first !== undefined) {
      decisions.push(...rest.map((id) => ({ pair: pairOf(first, id), joined: true })));
    }
    return { kind: 'split', pairs: decisions };
  });
}

/**
 * Takes a decision back: what was decided before counts again, or what the program makes of the tracks.
 * @throws DomainError `not-found` when it is none of one's own; the host may take back any
 */
export async function takeDecisionBack(database: Database, who: Decider, decisionId: number): Promise<void> {
  const trackIds = await database.transaction().execute(async (trx) => {
    await lockRecordings(trx);
    return deleteDecision(trx, decisionId, who);
  });
  if (!trackIds) throw new DomainError('not-found', 'There is no such decision of yours.');
  await groupRecordingsOf(database, trackIds);
}

interface Choice {
  readonly kind: 'join' | 'split';
  readonly pairs: readonly Decision[];
}

/** Writes down what is chosen of the recordings of these tracks, and makes recordings by it at once. */
async function decide(
  database: Database,
  who: Decider,
  trackIds: readonly number[],
  choose: (trx: DatabaseTransaction, whole: readonly DecidedTrack[]) => Promise<Choice>,
): Promise<number> {
  const { id, whole } = await database.transaction().execute(async (trx) => {
    await keepCatalogue(trx);
    await lockRecordings(trx);
    const tracks = await listDecidedTracks(trx, who.id, trackIds);
    for (const trackId of trackIds) {
      if (!tracks.some((track) => track.id === trackId && (track.isOwn || who.isHost))) {
        throw new DomainError('not-found', `There is no track ${trackId} among those that you have played.`);
      }
    }
    const choice = await choose(trx, tracks);
    await requireNoHostAgainst(trx, who, idsOf(tracks), choice.pairs);
    const decisionId = await insertDecision(trx, { ...choice, decidedBy: who.id, byHost: who.isHost });
    return { id: decisionId, whole: tracks };
  });
  await groupRecordingsOf(database, idsOf(whole));
  return id;
}

async function requireNoHostAgainst(
  trx: DatabaseTransaction,
  who: Decider,
  trackIds: readonly number[],
  decisions: readonly Decision[],
): Promise<void> {
  if (who.isHost) return;
  const isContrary = (await listDecidedPairs(trx, trackIds)).some(
    ({ pair, joined, byHost }) =>
      byHost &&
      has(
        decisions.filter((decision) => decision.joined !== joined).map((decision) => decision.pair),
        pair,
      ),
  );
  if (isContrary) {
    throw new DomainError('not-allowed', 'The host of this instance has decided this otherwise.');
  }
}

const pairOf = (a: number, b: number): TrackPair => (a < b ? [a, b] : [b, a]);

const has = (pairs: readonly TrackPair[], [a, b]: TrackPair) =>
  pairs.some(([low, high]) => low === a && high === b);

const idsOf = (tracks: readonly DecidedTrack[]) => tracks.map(({ id }) => id);
