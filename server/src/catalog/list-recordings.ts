import type { Recording } from '@analytics/contract/recording';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { groupTracks } from './group-tracks.ts';
import { readTrack } from './judged-track.ts';
import { listJoinedRecordings } from './list-recordings.queries.ts';
import { getEvidence, listTrackFacts } from './recording-evidence.queries.ts';

/**
 * What was joined of the listener's tracks, and why. The reasons are not kept but found again, in the same way as the recordings
 * were made.
 */
export async function listRecordings(
  database: Database,
  listenerId: ListenerId,
  query: { search?: string | undefined; limit: number; offset: number },
): Promise<{ items: Recording[]; total: number }> {
  const { items, total } = await listJoinedRecordings(database, listenerId, query);
  const trackIds = items.flatMap((recording) => recording.trackIds);
  const tracks = (await listTrackFacts(database, trackIds)).map(readTrack);
  const { reasons } = groupTracks(tracks, await getEvidence(database, trackIds));
  return {
    total,
    items: items.map(({ track, plays, ms, tracks: own }) => ({
      track,
      plays,
      ms,
      // What an export knew by name only and then by an id is one from the start, before anything was looked at.
      tracks: own.map((row) => ({ ...row, reason: reasons.get(row.track.id) ?? 'title' })),
    })),
  };
}
