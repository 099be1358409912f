import type { TObject, TSchema, Static } from 'typebox';

/** A kind of background work: its name, the shape of its orders, and how the queue treats it. */
export interface JobDefinition<S extends TSchema = TObject> {
  readonly name: string;
  readonly data: S;
  /**
   * `one-per-key`: at most one job of a key waits or runs; a further order is dropped.
   * `one-at-a-time`: jobs of a key run one after the other.
   * `one-waits`: they run one after the other, and of those that wait one is kept; a further order is dropped.
   */
  readonly policy: 'one-per-key' | 'one-at-a-time' | 'one-waits';
  /** The key of an order, mostly the listener it is for. */
  readonly key: (data: Static<S>) => string;
  /** How often a job that threw, or whose worker died, is tried again. */
  readonly retries: number;
  /** How many jobs of this kind one process runs at once, unless it is told otherwise. */
  readonly concurrency: number;
  /** A job that runs longer is given up and tried again. */
  readonly longestSeconds: number;
  /** The job that is ordered with the same data when the last try has failed. */
  readonly whenGivenUp?: string;
}

/** Declares a kind of job; the data's type follows from its schema. */
export function defineJob<S extends TSchema>(definition: JobDefinition<S>): JobDefinition<S> {
  return definition;
}
