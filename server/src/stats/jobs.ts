import { Type } from 'typebox';
import { defineJob } from '../queue/job.ts';

/** Computes the statistics of the whole instance, unless somebody has since `orderedAt`. */
export const computeGlobalStatistics = defineJob({
  name: 'compute-global-statistics',
  data: Type.Object({ orderedAt: Type.String({ format: 'date-time' }) }),
  policy: 'one-at-a-time',
  key: () => 'all',
  retries: 3,
  concurrency: 1,
  longestSeconds: 600,
});
