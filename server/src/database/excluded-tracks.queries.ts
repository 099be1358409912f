import { type RawBuilder, sql } from 'kysely';
import type { ListenerId } from './listener-id.ts';

/**
 * Whether the listener does not want plays of a track counted. What they exclude is read once per statement, so that rows cost nothing
 * where there is nothing; an unknown track answers null.
 */
export const isExcluded = (listenerId: ListenerId, trackId: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`${trackId} in (select x.track_id from excluded_tracks x where x.user_id = ${listenerId})`;
