import { type Static, Type } from 'typebox';
import { Count, Id, Instant, Nullable, Shape } from './shape.ts';

export const ImportState = Type.Union([
  Type.Literal('uploaded'),
  Type.Literal('analysing'),
  Type.Literal('analysed'),
  Type.Literal('importing'),
  Type.Literal('imported'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
  Type.Literal('undone'),
]);
export type ImportState = Static<typeof ImportState>;

/**
 * What became of every row. `toImport` and the verdicts below it add up to `totalRows`, except `short` and `excluded`, which are
 * the parts of `toImport` that are kept uncounted: too short for the counting rule, or excluded by the listener, whatever their
 * length. `byYear` is over counted rows to import, in the listener's years.
 */
export const ImportStatistics = Shape({
  totalRows: Count,
  toImport: Count,
  repeatedInFile: Count,
  exactDuplicates: Count,
  windowDuplicates: Count,
  sequenceDuplicates: Count,
  short: Count,
  excluded: Count,
  incognito: Count,
  podcasts: Count,
  withoutTrack: Count,
  malformed: Count,
  byYear: Type.Record(Type.String({ pattern: '^[0-9]{4}$' }), Count),
  firstPlayedAt: Nullable(Instant),
  lastPlayedAt: Nullable(Instant),
  files: Type.Array(Shape({ name: Type.String(), rows: Count, problem: Type.Optional(Type.String()) })),
});
export type ImportStatistics = Static<typeof ImportStatistics>;

/**
 * How far a stage is: `reading` counts bytes of the upload, `importing` rows; `matching` and `undoing` do not know how much there
 * is to do, and say 0 of 0 and 0 of 1.
 */
export const ImportProgress = Shape({ stage: Type.String(), done: Count, total: Count });
export type ImportProgress = Static<typeof ImportProgress>;

/** A file, or several, that a listener handed in. */
export const Import = Shape({
  id: Id,
  state: ImportState,
  createdAt: Instant,
  fileNames: Type.Array(Type.String()),
  progress: Nullable(ImportProgress),
  statistics: Nullable(ImportStatistics),
  error: Nullable(Type.String()),
});
export type Import = Static<typeof Import>;

/** Why a row of an upload was not imported. */
export const ImportVerdict = Type.Union([
  Type.Literal('repeated-in-file'),
  Type.Literal('exact-duplicate'),
  Type.Literal('window-duplicate'),
  Type.Literal('sequence-duplicate'),
  Type.Literal('incognito'),
  Type.Literal('podcast'),
  Type.Literal('without-track'),
  Type.Literal('malformed'),
]);
export type ImportVerdict = Static<typeof ImportVerdict>;

/** One row that was not imported, in file order; `row` counts from 0 in its file, nulls where the row lacks it. */
export const ImportRow = Shape({
  file: Type.String(),
  row: Count,
  verdict: ImportVerdict,
  reason: Nullable(Type.String()),
  playedAt: Nullable(Instant),
  msPlayed: Nullable(Type.Integer()),
  trackName: Nullable(Type.String()),
  artistName: Nullable(Type.String()),
  spotifyId: Nullable(Type.String()),
  matchedPlayId: Nullable(Id),
});
export type ImportRow = Static<typeof ImportRow>;
