import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { completePlay } from '../plays/complete-play.ts';
import { notifyListener } from '../database/notifications.ts';
import { lockWatch, releaseWatch } from './watches.queries.ts';

/**
 * Takes the watch from whoever has it. A play that runs on unwatched gets what has been heard of it so far, marked as an estimate:
 * a poll that tells of its end knows better, and watching that begins again soon goes on with it.
 */
export async function closeWatch(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  now: number,
): Promise<void> {
  const watch = await lockWatch(trx, listenerId);
  if (!watch) return;
  const { open, lookedAt } = watch.state;
  if (open?.playId && open.isPlaying && lookedAt !== null) {
    const { track, progressMs, heardMs } = open;
    const restMs = Math.max(0, Math.min(now - lookedAt, track.durationMs - progressMs));
    const end = {
      endedAt: new Date(lookedAt + restMs),
      msPlayed: heardMs + restMs,
      outcome: 'unwatched',
    } as const;
    await completePlay(trx, listenerId, open.playId, end);
  }
  await releaseWatch(trx, listenerId);
  await notifyListener(trx, listenerId, { type: 'now-playing' });
}
