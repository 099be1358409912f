import { Type } from 'typebox';
import { defineJob } from '../queue/job.ts';

/** A look at a playlist, and a scan of its contents when they have changed. The sweep orders it anew when it got lost. */
export const scanPlaylist = defineJob({
  name: 'scan-playlist',
  data: Type.Object({ playlistId: Type.Integer() }),
  policy: 'one-per-key',
  key: ({ playlistId }) => String(playlistId),
  retries: 0,
  concurrency: 2,
  longestSeconds: 900,
});
