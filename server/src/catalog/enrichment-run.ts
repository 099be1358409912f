import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { SpotifyClient } from '../spotify/client.ts';
import type { EndpointFamily } from '../spotify/endpoint-family.ts';
import { withShortWaits } from '../spotify/short-waits.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';
import type { WireTrack } from '../spotify/web-api.ts';
import {
  countCompleted,
  insertUnknownTracks,
  listTracksToDescribe,
  listTracksToFind,
} from './enrichment.queries.ts';
import type { TrackDescription } from './track-description.ts';
import { UpcomingTracks } from './upcoming-tracks.ts';
import { upsertTracks } from './upsert-tracks.queries.ts';

/** Even where the budget allows more: what Spotify counts over a day is better spent slowly. */
const PAUSE_MS = 1_000;
/** So many answers in a row may be none. */
const MOST_FAILURES = 3;
/** A run that has more to do is followed by another. */
const LONGEST_RUN_MS = 45 * 60_000;

export interface EnrichmentContext {
  readonly database: Database;
  readonly client: SpotifyClient;
  /** The client id of the Spotify app, on which it depends what may be asked. */
  readonly appId: string;
  /** Calls with the access token of any listener. */
  readonly withToken: <T>(call: (accessToken: string) => Promise<T>) => Promise<T>;
  readonly pauseMs?: number;
}

/** A track that was asked for: what Spotify says of it, null when it does not know it, undefined when it gave no answer. */
export interface Answered {
  readonly id: number;
  readonly track: WireTrack | null | undefined;
}

/** Asks for what is next; false when nothing is left. */
type Step = (run: EnrichmentRun) => Promise<boolean>;

/** One run of the completion: what it may still ask, and what went wrong. */
export class EnrichmentRun {
  readonly context: EnrichmentContext;
  /** Tracks that Spotify did not answer about this time. */
  readonly skipped = new Set<number>();
  readonly toDescribe = new UpcomingTracks(() => listTracksToDescribe(this.context.database, this.skipped));
  readonly toFind = new UpcomingTracks(() => listTracksToFind(this.context.database, this.skipped));
  error: string | null = null;
  readonly #signal: AbortSignal;
  readonly #endsAt = Date.now() + LONGEST_RUN_MS;
  #failures = 0;

  constructor(context: EnrichmentContext, signal: AbortSignal) {
    this.context = context;
    this.#signal = signal;
  }

  /** Whether Spotify gives no answers at the moment, so that it is left for the next time. */
  get isFailing(): boolean {
    return this.#failures >= MOST_FAILURES;
  }

  /** Goes on until nothing is left or Spotify asks for a pause, and answers until when. */
  async stage(step: Step): Promise<Date | undefined> {
    this.#failures = 0;
    try {
      while (!this.isFailing && (await step(this))) {
        if (Date.now() > this.#endsAt) return new Date();
      }
      return undefined;
    } catch (error) {
      if (this.#signal.aborted) return undefined;
      if (!(error instanceof SpotifyError || error instanceof DomainError)) throw error;
      this.error = error.message;
      return error instanceof SpotifyError && error.kind === 'rate-limited' ? error.retryAt : undefined;
    }
  }

  /**
   * Asks Spotify; undefined when there was no answer about just this, which is noted.
   * @throws SpotifyError when there will be none to anything else either, and `forbidden` and `not-found`
   */
  async ask(family: EndpointFamily, path: string, trackIds: readonly number[]): Promise<unknown> {
    const { client, withToken, pauseMs = PAUSE_MS } = this.context;
    await sleep(pauseMs, undefined, { signal: this.#signal });
    try {
      const answer = await withShortWaits(this.#signal, () =>
        withToken((accessToken) => client.get(family, path, accessToken)),
      );
      this.#failures = 0;
      return answer;
    } catch (error) {
      if (!(error instanceof SpotifyError) || error.kind !== 'unavailable') throw error;
      this.#failures += 1;
      this.error = error.message;
      for (const id of trackIds) this.skipped.add(id);
      return undefined;
    }
  }

  /** Writes down what was answered. */
  async store(
    answers: readonly Answered[],
    describe: (wire: WireTrack, id: number) => TrackDescription | undefined,
  ) {
    const descriptions = answers.flatMap(({ id, track }) => (track && describe(track, id)) ?? []);
    const unknown = answers.filter(({ track }) => track === null).map(({ id }) => id);
    for (const { id, track } of answers) if (track === undefined) this.skipped.add(id);
    await this.context.database.transaction().execute(async (trx) => {
      await upsertTracks(trx, descriptions);
      await insertUnknownTracks(trx, unknown);
      await countCompleted(trx, descriptions.length);
    });
  }
}
