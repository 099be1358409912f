import { type AccessContext, withAccessToken } from '../accounts/access-token.ts';
import { describeTrack, type TrackDescription } from '../catalog/track-description.ts';
import { findTrackId, upsertTracks } from '../catalog/upsert-tracks.queries.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { notifyListener } from '../database/notifications.ts';
import { lockHistory } from '../database/locks.queries.ts';
import type { SpotifyClient } from '../spotify/client.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';
import { parseCurrentlyPlaying } from '../spotify/web-api.ts';
import { coverLook } from './coverage.queries.ts';
import { nextLookMs } from './next-look.ts';
import { isRecorded, recordWatched } from './record-watched.ts';
import type { Turnstile } from './turnstile.ts';
import type { WatchClock } from './watch-clock.ts';
import { HEARD_FROM_MS, type Look, type WatchStep } from './watch-state.ts';
import { stepWatch } from './watch-step.ts';
import { noteLongLook, saveWatch, type StoredWatch, type WatchMode } from './watches.queries.ts';

/** What is known is stored this often at least, so that little is lost with a worker. */
const SAVE_MS = 20_000;
/** Between looks further apart a play may have gone unseen. */
const LONGEST_GAP_MS = 75_000;
/** How often it is noted that nothing went unseen. */
const COVER_MS = 60_000;
/** A look that takes longer is shown to the listener. */
const LONG_LOOK_MS = 2_000;

export interface WatchContext extends AccessContext {
  readonly client: SpotifyClient;
  readonly clock: WatchClock;
  readonly worker: string;
  readonly pollIntervalMs: number;
  /** What looks write waits here, and leaves connections to the database for everything else. */
  readonly writing: Turnstile;
}

/** A watch in the memory of the worker that holds it. */
export interface Watch extends StoredWatch {
  /** When it was stored, by the clock of the watchers. */
  readonly savedAt: number;
  /** Since when nothing has gone unseen, as far as that is not noted yet. */
  readonly coveredFrom: number;
}

/**
 * Looks once at what a listener plays, and records what has come of it. Answers undefined when somebody else has taken
 * the watch over: then nothing was written.
 * @throws SpotifyError, or DomainError `not-connected`
 */
export async function lookAtListener(
  context: WatchContext,
  watch: Watch,
  mode: WatchMode,
  pace: number,
): Promise<Watch | undefined> {
  const { clock, database } = context;
  let isLong = false;
  const longLook = setTimeout(() => {
    isLong = true;
    void noteLongLook(database, watch.lease).catch(() => {});
  }, LONG_LOOK_MS);
  const seen = await fetchLook(context, watch.lease.listenerId).finally(() => clearTimeout(longLook));
  // Spotify does not always know what it plays: as if nobody had looked.
  if (!seen) return { ...watch, nextLookAt: clock.now() + nextLookMs(watch.state) * pace };
  const { look, track } = seen;
  const step = stepWatch(watch.state, look);
  const { open } = step.state;
  const { lookedAt } = watch.state;
  const isGap = lookedAt === null || look.at - lookedAt > LONGEST_GAP_MS;
  const next = {
    ...watch,
    coveredFrom: isGap ? look.at : watch.coveredFrom,
    state: step.state,
    trackId: open?.track.key === watch.state.open?.track.key ? watch.trackId : null,
    nextLookAt: look.at + nextLookMs(step.state) * pace,
  };
  const isDue = isLong || look.at - watch.savedAt >= SAVE_MS;
  return step.isNews || isDue || isToRecord(step, mode)
    ? context.writing.run(() => store(context, { watch: next, step, mode, track }))
    : next;
}

/** Whether the open play has come to count. */
const isToRecord = ({ state: { open } }: WatchStep, mode: WatchMode) =>
  open !== null && open.playId === null && open.heardMs >= HEARD_FROM_MS && isRecorded(open.track, mode);

interface Seen {
  readonly look: Look;
  readonly track: TrackDescription | null;
}

/** What plays now; undefined when Spotify does not say what. */
export async function fetchLook(
  context: Pick<WatchContext, 'client' | 'clock'> & AccessContext,
  listenerId: ListenerId,
): Promise<Seen | undefined> {
  const { client, clock } = context;
  let at = 0;
  const answer = await withAccessToken(context, listenerId, async (accessToken) => {
    const askedAt = clock.now();
    const body = await client.get('currently-playing', '/v1/me/player/currently-playing', accessToken);
    // What it says was true somewhere between.
    at = Math.round((askedAt + clock.now()) / 2);
    return body;
  });
  if (answer === undefined)
    return { look: { at, track: null, progressMs: null, isPlaying: false }, track: null };
  const playback = parseCurrentlyPlaying(answer);
  if (!playback) throw new SpotifyError('unavailable', "Spotify's answer cannot be read.");
  const track = playback.track && (describeTrack(playback.track) ?? null);
  if (!playback.isKnown || (playback.track && !track)) return undefined;
  const { progressMs, isPlaying } = playback;
  const watched = track && { key: track.spotifyId ?? track.localUri ?? '', durationMs: track.durationMs };
  return { look: { at, track: watched, progressMs, isPlaying }, track };
}

interface Finding {
  readonly watch: Watch;
  readonly step: WatchStep;
  readonly mode: WatchMode;
  readonly track: TrackDescription | null;
}

async function store(context: WatchContext, finding: Finding): Promise<Watch | undefined> {
  const { database } = context;
  const { step, mode, track } = finding;
  const trackId = finding.watch.trackId ?? (step.state.open && track && (await knowTrack(database, track)));
  const watch = { ...finding.watch, trackId, savedAt: step.state.lookedAt ?? 0 };
  const isWritten = step.ended.length > 0 || step.isPaused || isToRecord(step, mode);
  const isToCover = mode === 'realtime' && watch.savedAt - watch.coveredFrom >= COVER_MS;
  // Mostly there is nothing to say but how far it is.
  if (!isWritten && !isToCover && !step.isNews) {
    return (await saveWatch(database, watch.lease, watch)) ? watch : undefined;
  }
  return database.transaction().execute(async (trx) => {
    const { listenerId } = watch.lease;
    // Before the watch itself, as everyone else does.
    if (isWritten) await lockHistory(trx, listenerId);
    if (!(await saveWatch(trx, watch.lease, watch))) return undefined;
    if (step.isNews) await notifyListener(trx, listenerId, { type: 'now-playing' });
    const stored = isToCover ? await cover(trx, watch) : watch;
    if (!isWritten) return stored;
    const playId = await recordWatched(trx, listenerId, step, mode);
    const { open } = step.state;
    if (!open || playId === open.playId) return stored;
    const recorded = { ...stored, state: { ...step.state, open: { ...open, playId } } };
    await saveWatch(trx, watch.lease, recorded);
    return recorded;
  });
}

/** Notes that nothing went unseen until now. */
async function cover(trx: DatabaseTransaction, watch: Watch): Promise<Watch> {
  const { coveredFrom, savedAt, lease } = watch;
  await coverLook(trx, lease.listenerId, coveredFrom, savedAt);
  return { ...watch, coveredFrom: savedAt };
}

/** Brings a track into the catalogue, because the page shows it before it counts, and answers its id there. */
export async function knowTrack(database: Database, track: TrackDescription): Promise<number | null> {
  return database.transaction().execute(async (trx) => {
    await upsertTracks(trx, [track]);
    return (await findTrackId(trx, track)) ?? null;
  });
}
