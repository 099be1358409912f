import type { NowPlaying } from '@analytics/contract/monitoring';
import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

const lookEveryMs = 30_000;
const afterEndMs = 1000;

/**
 * What plays right now, null when nothing does. Where playing is watched, an event says when to ask; elsewhere it is asked again
 * every half minute, and when the track should have ended.
 */
export const nowPlayingQuery = queryOptions({
  queryKey: ['now-playing'],
  queryFn: async ({ signal }): Promise<NowPlaying | null> => {
    const playing: NowPlaying | undefined = await request('GET /api/now-playing', { signal });
    return playing ?? null;
  },
  refetchInterval: ({ state: { data: playing } }) =>
    playing?.isPlaying === true && playing.durationMs !== null
      ? Math.min(lookEveryMs, playing.durationMs - playing.progressMs + afterEndMs)
      : lookEveryMs,
});

/** Which time was monitored or imported, and where plays may be missing. */
export const coverageQuery = queryOptions({
  queryKey: ['coverage'],
  queryFn: async ({ signal }) => (await request('GET /api/monitoring/coverage', { signal })).items,
});
