import type { NowPlaying } from '@analytics/contract/monitoring';
import type { AccessContext } from '../accounts/access-token.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import type { SpotifyClient } from '../spotify/client.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';
import { fetchLook, knowTrack } from './look-at-listener.ts';
import {
  findActiveMode,
  findSeenPlayback,
  findTrackDescription,
  type SeenPlayback,
} from './now-playing.queries.ts';
import type { WatchClock } from './watch-clock.ts';

/** Whoever is not watched is looked at when their page asks, and no more often than this. */
const ASK_SPOTIFY_MS = 10_000;

export interface NowPlayingContext extends AccessContext {
  readonly client: SpotifyClient;
  readonly clock: WatchClock;
}

/** Answers what a listener plays right now; undefined when that is nothing, not known or not a track. */
export function nowPlayingFinder(context: NowPlayingContext) {
  const { clock, database } = context;
  const asked = new Map<ListenerId, Promise<SeenPlayback | undefined>>();

  async function ask(listenerId: ListenerId): Promise<SeenPlayback | undefined> {
    const known = asked.get(listenerId);
    if (known) return known;
    const answer = askSpotify(context, listenerId);
    asked.set(listenerId, answer);
    setTimeout(() => asked.delete(listenerId), ASK_SPOTIFY_MS).unref();
    return answer;
  }

  return async (listenerId: ListenerId): Promise<NowPlaying | undefined> => {
    const mode = await findActiveMode(database, listenerId);
    if (!mode) return undefined;
    const seen = await (mode === 'history' ? ask(listenerId) : findSeenPlayback(database, listenerId));
    return seen && describe(seen, clock.now());
  };
}

async function askSpotify(
  context: NowPlayingContext,
  listenerId: ListenerId,
): Promise<SeenPlayback | undefined> {
  const { database } = context;
  try {
    const seen = await fetchLook(context, listenerId);
    if (!seen?.track) return undefined;
    const trackId = await knowTrack(database, seen.track);
    const track = trackId === null ? undefined : await findTrackDescription(database, trackId);
    const { at, progressMs, isPlaying } = seen.look;
    return track && { track, isPlaying, progressMs: progressMs ?? 0, lookedAt: new Date(at) };
  } catch (error) {
    // The state of the monitoring says what is wrong; here nothing is known to play.
    if (error instanceof SpotifyError || error instanceof DomainError) return undefined;
    throw error;
  }
}

function describe({ track, isPlaying, progressMs, lookedAt }: SeenPlayback, now: number): NowPlaying {
  const movedMs = isPlaying ? Math.max(0, now - lookedAt.getTime()) : 0;
  const { durationMs } = track;
  return {
    track,
    isPlaying,
    progressMs: Math.round(Math.min(progressMs + movedMs, durationMs || Number.MAX_SAFE_INTEGER)),
    durationMs,
    at: new Date(now).toISOString(),
  };
}
