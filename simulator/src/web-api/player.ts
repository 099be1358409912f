import type { FastifyInstance } from 'fastify';
import { elementAt } from '../element-at.ts';
import type { AnswerFault } from '../faults.ts';
import type { Listener } from '../listener.ts';
import { seedOf } from '../random.ts';
import { devices, isListed, positionMs, type Stream } from '../stream.ts';
import type { World } from '../world.ts';
import { ApiError } from './api-error.ts';
import { type Call, endpoint, wholeNumber } from './endpoint.ts';
import { context, fullEpisode, fullTrack, localTrack } from './shapes.ts';

/** Spotify remembers no more than this. */
const REMEMBERED = 50;
const DOUBLE_GAP_MS = 12;

/** What was played and what is playing. */
export function playerEndpoints(app: FastifyInstance, world: World): void {
  const path = '/v1/me/player';
  endpoint(app, world, `${path}/recently-played`, ['user-read-recently-played'], recentlyPlayed);
  const currentScopes = ['user-read-currently-playing', 'user-read-playback-state'];
  endpoint(app, world, `${path}/currently-playing`, currentScopes, currentlyPlaying);
  endpoint(app, world, path, ['user-read-playback-state'], playbackState);
}

interface RecentPlay {
  stream: Stream;
  playedAt: number;
}

function recentlyPlayed(call: Call) {
  const { world, listener, fault, query } = call;
  const limit = wholeNumber(call, 'limit', 20, 1, REMEMBERED);
  const before = wholeNumber(call, 'before', Number.POSITIVE_INFINITY, 0, Number.MAX_SAFE_INTEGER);
  const after = wholeNumber(call, 'after', -1, 0, Number.MAX_SAFE_INTEGER);
  if (query('before') !== undefined && query('after') !== undefined) {
    throw new ApiError(400, 'Only one of before and after may be given');
  }
  const remembered = recentPlays(listener, world.clock.now(), fault);
  const matching = remembered.filter(({ playedAt }) => playedAt > after && playedAt < before);
  const page = matching.slice(0, limit);
  const [newest, oldest] = [page[0], page.at(-1)];
  const address = `${world.apiUrl}/v1/me/player/recently-played`;
  const hasMore = oldest !== undefined && matching.length > page.length;
  return {
    items: page.map(({ stream, playedAt }, position) => ({
      track: fault?.kind === 'null-tracks' && position % 3 === 0 ? null : streamed(world, stream, undefined),
      played_at: new Date(playedAt).toISOString(),
      context: context(world, stream.contextUri),
    })),
    next: hasMore ? `${address}?before=${oldest.playedAt}&limit=${limit}` : null,
    cursors: newest && oldest ? { after: `${newest.playedAt}`, before: `${oldest.playedAt}` } : null,
    limit,
    href: `${address}?limit=${limit}`,
  };
}

function recentPlays(listener: Listener, now: number, fault: AnswerFault | undefined): RecentPlay[] {
  const plays: RecentPlay[] = [];
  for (const stream of listener.timeline.backFrom(now)) {
    if (plays.length >= REMEMBERED) break;
    if (!isListed(stream) || stream.visibleAt + lateness(stream, fault) > now) continue;
    plays.push({ stream, playedAt: stream.endAt });
    if (fault?.kind === 'duplicate-plays') plays.push({ stream, playedAt: stream.endAt - DOUBLE_GAP_MS });
  }
  return plays.slice(0, REMEMBERED);
}

function lateness(stream: Stream, fault: AnswerFault | undefined): number {
  if (fault?.kind !== 'backfill') return 0;
  const isLate = seedOf('late', stream.startAt) / 4_294_967_296 < (fault.share ?? 1);
  return isLate ? fault.delayMs : 0;
}

function streamed(world: World, stream: Stream, market: string | undefined) {
  const { tracks, localFiles, episodes } = world.catalogue;
  if (stream.kind === 'ad') return null;
  if (stream.kind === 'local') return localTrack(world, elementAt(localFiles, stream.index));
  if (stream.kind === 'episode') return fullEpisode(world, elementAt(episodes, stream.index));
  return fullTrack(world, elementAt(tracks, stream.index), market);
}

function currentlyPlaying(call: Call) {
  const { listener, world } = call;
  const stream = listener.timeline.at(world.clock.now());
  if (stream === undefined || stream.kind === 'private' || stream.offline) return undefined;
  return playing(call, stream);
}

function playbackState(call: Call) {
  const { listener, world } = call;
  const stream = listener.timeline.at(world.clock.now());
  if (stream === undefined || stream.offline) return undefined;
  const device = elementAt(devices, stream.device);
  return {
    device: {
      id: seedOf(listener.seed, device.name).toString(16).padStart(40, '0'),
      is_active: true,
      is_private_session: stream.kind === 'private',
      is_restricted: false,
      name: device.name,
      supports_volume: true,
      type: device.type,
      volume_percent: 61,
    },
    repeat_state: 'off',
    shuffle_state: stream.shuffle,
    smart_shuffle: false,
    ...playing(call, stream),
  };
}

function playing({ world, query, fault }: Call, stream: Stream) {
  const { progressMs, isPlaying } = progress(stream, world.clock.now());
  const wantsEpisodes = (query('additional_types') ?? '').split(',').includes('episode');
  const hidesRow = fault?.kind === 'unknown-type' || (stream.kind === 'episode' && !wantsEpisodes);
  const type = stream.kind === 'ad' || stream.kind === 'episode' ? stream.kind : 'track';
  return {
    timestamp: lastChangeAt(stream),
    context: context(world, stream.contextUri),
    progress_ms: progressMs,
    item: hidesRow ? null : streamed(world, stream, query('market')),
    currently_playing_type: fault?.kind === 'unknown-type' ? 'unknown' : type,
    actions: { disallows: isPlaying ? { resuming: true } : { pausing: true } },
    is_playing: isPlaying,
  };
}

function progress(stream: Stream, now: number): { progressMs: number; isPlaying: boolean } {
  const elapsed = now - stream.startAt;
  const { pauseAfterMs, pauseMs } = stream;
  const pausedMs = Math.min(Math.max(elapsed - pauseAfterMs, 0), pauseMs);
  const isPlaying = pausedMs === 0 || pausedMs === pauseMs;
  return { progressMs: positionMs(stream, elapsed - pausedMs), isPlaying };
}

/** For one stream in four Spotify forgot to move the time stamp on from an earlier change. */
function lastChangeAt(stream: Stream): number {
  const mark = seedOf('stale', stream.startAt);
  return mark % 4 === 0 ? stream.startAt - (mark % 600_000) : stream.startAt;
}
