import { type AccessContext, withAccessToken } from '../accounts/access-token.ts';
import { describeTrack } from '../catalog/track-description.ts';
import { upsertTracks } from '../catalog/upsert-tracks.queries.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { lockHistory } from '../database/locks.queries.ts';
import { notifyListener } from '../database/notifications.ts';
import { DomainError } from '../errors.ts';
import { pollLateness, recordedPlays } from '../metrics.ts';
import { polledRows } from '../plays/incoming-rows.queries.ts';
import { findLastPlayedAt } from '../plays/plays.queries.ts';
import { recordPlays } from '../plays/record-plays.ts';
import type { SpotifyClient } from '../spotify/client.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';
import { parseRecentlyPlayed, type WirePlay } from '../spotify/web-api.ts';
import { coverPoll } from './coverage.queries.ts';
import { estimatePlayedTimes } from './estimate-played-times.ts';
import { beginPoll, endPoll } from './monitors.queries.ts';
import { nextPollAt } from './poll-times.ts';

/** A fault that may pass is tried again this soon, and no sooner. */
const RETRY_MS = 60_000;

/** Nothing can be played to be listed twice within this time. */
const ECHO_MS = 2_000;

export interface PollContext extends AccessContext {
  readonly client: SpotifyClient;
  readonly worker: string;
  readonly pollIntervalMs: number;
}

/**
 * Asks Spotify for the last 50 plays of a listener and records those that are new. Always the whole window: plays are filled
 * in hours late, so what is behind the newest known one may still be missing. A fault of Spotify is noted for the listener
 * and decides when the next poll is; any other is thrown.
 */
export async function pollListener(context: PollContext, listenerId: ListenerId): Promise<void> {
  const { database } = context;
  const begun = await beginPoll(database, listenerId, context.worker);
  if (!begun) return;
  pollLateness.observe(begun.latenessMs / 1_000);
  await notifyListener(database, listenerId, { type: 'monitoring' });
  try {
    const plays = await fetchRecentlyPlayed(context, listenerId);
    const recorded = await database.transaction().execute(async (trx) => {
      // Before the catalogue: an import of the listener takes them in this order too.
      await lockHistory(trx, listenerId);
      const inserted = await recordPolledPlays(trx, listenerId, plays);
      await coverPoll(
        trx,
        listenerId,
        plays.map(({ playedAt }) => playedAt),
      );
      const next = nextPollAt(listenerId, new Date(), context.pollIntervalMs);
      await endPoll(trx, listenerId, { nextPollAt: next, error: null });
      if (inserted > 0) await notifyListener(trx, listenerId, { type: 'play', plays: inserted });
      await notifyListener(trx, listenerId, { type: 'monitoring' });
      return inserted;
    });
    recordedPlays.inc({ source: 'recently-played' }, recorded);
  } catch (error) {
    const isExpected = error instanceof SpotifyError || error instanceof DomainError;
    await endPoll(database, listenerId, {
      nextPollAt: retryAt(error, context.pollIntervalMs),
      error: isExpected
        ? error.message
        : 'The last poll failed here, not at Spotify; it is tried again by itself.',
    });
    await notifyListener(database, listenerId, { type: 'monitoring' });
    if (!isExpected) throw error;
  }
}

async function fetchRecentlyPlayed(context: PollContext, listenerId: ListenerId): Promise<WirePlay[]> {
  const answer = await withAccessToken(context, listenerId, (accessToken) =>
    context.client.get('recently-played', '/v1/me/player/recently-played?limit=50', accessToken),
  );
  const plays = parseRecentlyPlayed(answer);
  if (!plays) throw new SpotifyError('unavailable', "Spotify's answer cannot be read.");
  return plays;
}

async function recordPolledPlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  plays: readonly WirePlay[],
) {
  const described = describePlays(plays);
  const [first] = described;
  if (!first) return 0;
  await upsertTracks(
    trx,
    described.map(({ track }) => track),
  );
  const times = estimatePlayedTimes(
    described.map(({ track, playedAt }) => ({ endAt: playedAt.getTime(), durationMs: track.durationMs })),
    (await findLastPlayedAt(trx, listenerId, first.playedAt))?.getTime(),
  );
  const rows = described.map(({ track, playedAt }, index) => ({
    spotifyId: track.spotifyId,
    localUri: track.localUri,
    playedAt,
    msPlayed: times[index] ?? track.durationMs,
    msPlayedIsEstimate: true,
  }));
  return recordPlays(trx, listenerId, polledRows('recently-played', rows));
}

/** The plays that can be recorded, by their end, without the echoes that Spotify sometimes lists a few ms apart. */
function describePlays(plays: readonly WirePlay[]) {
  const described = plays.flatMap(({ track, playedAt }) => {
    const description = describeTrack(track);
    return description ? [{ track: description, playedAt }] : [];
  });
  described.sort((a, b) => a.playedAt.getTime() - b.playedAt.getTime());
  return described.filter(({ track, playedAt }, index) => {
    const next = described
      .slice(index + 1)
      .find((later) => later.track.spotifyId === track.spotifyId && later.track.localUri === track.localUri);
    return !next || next.playedAt.getTime() - playedAt.getTime() >= ECHO_MS;
  });
}

function retryAt(error: unknown, pollIntervalMs: number): Date {
  const soonest = Date.now() + Math.min(RETRY_MS, pollIntervalMs);
  if (!(error instanceof SpotifyError)) return new Date(soonest);
  if (error.retryAt) return new Date(Math.max(soonest, error.retryAt.getTime()));
  const isPassing = error.kind === 'unavailable' || error.kind === 'unauthorized';
  return new Date(isPassing ? soonest : Date.now() + pollIntervalMs);
}
