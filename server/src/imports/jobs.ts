import { Type } from 'typebox';
import { defineJob } from '../queue/job.ts';

/** One stage of one import. The stages of one listener's imports run one after the other. */
export const runImportStage = defineJob({
  name: 'run-import-stage',
  data: Type.Object({
    userId: Type.Integer(),
    importId: Type.Integer(),
    stage: Type.Union([Type.Literal('analyse'), Type.Literal('execute'), Type.Literal('undo')]),
  }),
  policy: 'one-at-a-time',
  key: ({ userId }) => String(userId),
  // Each is the death of a process; faults are counted in the import itself.
  retries: 50,
  concurrency: 2,
  longestSeconds: 3_600,
  whenGivenUp: 'fail-import',
});

/** Says so in the import when its stage could not be finished, so that it never hangs. */
export const failImport = defineJob({
  name: 'fail-import',
  data: runImportStage.data,
  policy: 'one-at-a-time',
  key: runImportStage.key,
  retries: 10,
  concurrency: 1,
  longestSeconds: 60,
});
