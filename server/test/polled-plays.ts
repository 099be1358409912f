import type { Database } from '../src/database/database.ts';
import type { ListenerId } from '../src/database/listener-id.ts';
import { upsertTracks } from '../src/catalog/upsert-tracks.queries.ts';
import { polledRows } from '../src/plays/incoming-rows.queries.ts';
import { recordPlays } from '../src/plays/record-plays.ts';
import type { LabelledPlay } from './labelled-history.ts';

/** Does with plays that Spotify lists what the recently-played poll does. */
export async function recordPolledPlays(
  database: Database,
  listenerId: ListenerId,
  plays: readonly LabelledPlay[],
): Promise<void> {
  await database.transaction().execute(async (trx) => {
    await upsertTracks(
      trx,
      plays.map(({ track }) => {
        const artist = { spotifyId: null, name: track.artist };
        return {
          spotifyId: track.spotifyId,
          localUri: null,
          name: track.title,
          durationMs: track.durationMs,
          isrc: null,
          explicit: null,
          artists: [artist],
          album: { spotifyId: null, name: track.album, imageUrl: null, artist },
        };
      }),
    );
    const rows = plays.map(({ track, playedAt }) => ({
      spotifyId: track.spotifyId,
      localUri: null,
      playedAt: new Date(playedAt),
      msPlayed: track.durationMs,
      msPlayedIsEstimate: true,
    }));
    await recordPlays(trx, listenerId, polledRows('recently-played', rows));
  });
}
