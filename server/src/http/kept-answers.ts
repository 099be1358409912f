/** About 500 pages of leaderboards, or a few years by day. */
const MOST_CHARACTERS = 8_000_000;

/**
 * Answers that hold until their listener's version changes, as they went out, so that a page that is opened again costs nothing.
 * What was not asked for longest makes room.
 */
export class KeptAnswers {
  /** In the order of their last use. */
  readonly #answers = new Map<string, string>();
  #characters = 0;

  find(key: string): string | undefined {
    return this.#answers.get(key);
  }

  /** Also says that an answer that is there was used. */
  keep(key: string, answer: string): void {
    this.#characters += answer.length - (this.#answers.get(key)?.length ?? 0);
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    for (const [oldest, { length }] of this.#answers) {
      if (this.#characters <= MOST_CHARACTERS) break;
      this.#answers.delete(oldest);
      this.#characters -= length;
    }
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    keptAnswers: KeptAnswers;
  }
}
