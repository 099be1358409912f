import { Type } from 'typebox';
import { defineJob } from '../queue/job.ts';

/** When the completion of the catalogue begins, by the instance's clock: when few people listen. */
export const ENRICHMENT = { cron: '0 3 * * *' };

/** Completes what exports brought by name; orders itself anew when Spotify asks for a pause. */
export const runEnrichment = defineJob({
  name: 'enrich-catalogue',
  data: Type.Object({}),
  policy: 'one-waits',
  key: () => 'all',
  retries: 3,
  concurrency: 1,
  longestSeconds: 3_600,
});
