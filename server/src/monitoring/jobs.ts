import { Type } from 'typebox';
import { defineJob } from '../queue/job.ts';

/** One look at what a listener has played. The sweep orders it anew when it got lost, so it is never tried again. */
export const pollRecentlyPlayed = defineJob({
  name: 'poll-recently-played',
  data: Type.Object({ userId: Type.Integer() }),
  policy: 'one-per-key',
  key: ({ userId }) => String(userId),
  retries: 0,
  concurrency: 8,
  longestSeconds: 120,
});

/** About a minute of watching what the listeners of a share play. How many shares a worker takes follows from how many workers there are. */
export const watchListeners = defineJob({
  name: 'watch-listeners',
  data: Type.Object({ share: Type.Integer() }),
  policy: 'one-waits',
  key: ({ share }) => String(share),
  retries: 3,
  concurrency: 1,
  longestSeconds: 180,
});
