import { Type } from 'typebox';
import { defineJob } from '../src/queue/job.ts';
import { Queue } from '../src/queue/queue.ts';

/** The job that the queue's tests let a process die in. */
export const doomedJob = defineJob({
  name: 'test-doomed',
  data: Type.Object({ key: Type.String() }),
  policy: 'one-at-a-time',
  key: ({ key }) => key,
  retries: 3,
  concurrency: 1,
  longestSeconds: 600,
});

/** As a program: a worker to be killed. It takes a job from the database of its argument, says so, and never ends it. */
if (import.meta.main) {
  const log = { warn: () => {}, error: () => {} };
  const queue = new Queue({ connectionString: process.argv[2] ?? '' }, { instanceName: 'doomed', log });
  await queue.start([doomedJob]);
  await queue.work(doomedJob, async ({ data }) => {
    process.stdout.write(`${data.key}\n`);
    await new Promise(() => {});
  });
}
