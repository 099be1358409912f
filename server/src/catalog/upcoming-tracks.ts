/**
 * What a run will ask for next. Many are ordered at once, since that takes the totals of all listeners, and the next many when all of
 * them were taken.
 */
export class UpcomingTracks<Track> {
  readonly #list: () => Promise<Track[]>;
  #tracks: Track[] = [];
  #taken = 0;

  constructor(list: () => Promise<Track[]>) {
    this.#list = list;
  }

  /** The next so many; empty when nothing is left. */
  async take(count: number): Promise<Track[]> {
    if (this.#taken >= this.#tracks.length) {
      this.#tracks = await this.#list();
      this.#taken = 0;
    }
    const next = this.#tracks.slice(this.#taken, this.#taken + count);
    this.#taken += next.length;
    return next;
  }
}
