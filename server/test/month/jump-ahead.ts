import type { Simulator } from '@analytics/simulator/simulator';
import type { DatabasePool } from '../../src/database/database.ts';

/** All polls of a round come at once, where those of a real hour are spread over it. */
const PLENTY = 100_000;

/**
 * Lets time jump ahead, for Spotify and for the product alike: the simulator's clock is advanced, and every instant that the
 * product has noted lies so much further back, as if it had been idle meanwhile. Rows that a process that stands still has locked
 * keep their time: for these listeners it goes on later.
 */
export async function jumpAhead({ pool }: DatabasePool, simulator: Simulator, byMs: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `update monitors set next_poll_at = next_poll_at - make_interval(secs => $1),
         polling_since = polling_since - make_interval(secs => $1),
         last_poll_at = last_poll_at - make_interval(secs => $1)
       where user_id in (select user_id from monitors for update skip locked)`,
      [byMs / 1_000],
    );
    await client.query(
      `update spotify_connections set
         access_token_expires_at = access_token_expires_at - make_interval(secs => $1),
         refreshing_since = refreshing_since - make_interval(secs => $1),
         retry_refresh_at = retry_refresh_at - make_interval(secs => $1),
         consented_at = consented_at - make_interval(secs => $1),
         consent_ends_at = consent_ends_at - make_interval(secs => $1)
       where user_id in (select user_id from spotify_connections for update skip locked)`,
      [byMs / 1_000],
    );
    await client.query('update spotify_cool_downs set until = until - make_interval(secs => $1)', [
      byMs / 1_000,
    ]);
    await client.query(
      'update spotify_budget set capacity = $1, tokens = $1, limit_seen = null, limited_at = null',
      [PLENTY],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
  simulator.clock.advance(byMs);
}
