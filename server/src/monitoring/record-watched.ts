import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { notifyListener } from '../database/notifications.ts';
import { recordedPlays } from '../metrics.ts';
import { completePlay } from '../plays/complete-play.ts';
import { recordWatchedPlay } from '../plays/record-watched-play.ts';
import { HEARD_FROM_MS, type WatchedTrack, type WatchStep } from './watch-state.ts';
import type { WatchMode } from './watches.queries.ts';

const isLocal = ({ key }: WatchedTrack) => key.startsWith('spotify:local:');

/** Whether plays of the track are recorded from watching: in hybrid mode everything but local files comes from Spotify's own list. */
export const isRecorded = (track: WatchedTrack, mode: WatchMode) => mode === 'realtime' || isLocal(track);

/**
 * Brings what a look has found into the history: the plays that have ended get their end, and a play that has come to count is
 * recorded. Answers the id of the open play, if it has one.
 */
export async function recordWatched(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  { ended, isPaused, state: { open } }: WatchStep,
  mode: WatchMode,
): Promise<number | null> {
  let added = 0;
  let completed = 0;
  for (const { track, heardMs, endedAt, outcome, playId } of ended) {
    const id = playId ?? (await record(track, heardMs, endedAt, false));
    if (id === null) continue;
    await complete(id, heardMs, endedAt, outcome);
  }
  let openId = open?.playId ?? null;
  if (open) {
    openId ??= await record(open.track, open.heardMs, open.heardUntil, true);
    if (openId !== null && isPaused) await complete(openId, open.heardMs, open.heardUntil, 'paused');
  }
  if (added + completed > 0) await notifyListener(trx, listenerId, { type: 'play', plays: added });
  return openId;

  /** Too short, not this watcher's business, or stored already: null. */
  async function record(track: WatchedTrack, heardMs: number, at: number, isRunning: boolean) {
    if (heardMs < HEARD_FROM_MS || !isRecorded(track, mode)) return null;
    const id = await recordWatchedPlay(trx, listenerId, {
      spotifyId: isLocal(track) ? null : track.key,
      localUri: isLocal(track) ? track.key : null,
      playedAt: new Date(at),
      msPlayed: Math.round(heardMs),
      isRunning,
    });
    if (id === undefined) return null;
    added += 1;
    recordedPlays.inc({ source: 'currently-playing' });
    return id;
  }

  async function complete(
    playId: number,
    heardMs: number,
    endedAt: number,
    outcome: 'finished' | 'skipped' | 'paused',
  ) {
    const end = { endedAt: new Date(Math.round(endedAt)), msPlayed: Math.round(heardMs), outcome };
    await completePlay(trx, listenerId, playId, end);
    completed += 1;
  }
}
