import type { Simulator } from '@analytics/simulator/simulator';
import type { DatabasePool } from '../server/src/database/database.ts';

const POLL = '/recently-played';
const LOOK = '/currently-playing';

/** When listeners are asked about, against when they should be. All instants are real, in ms. */
export class PollLateness {
  /** By how much each poll that has been made was late. */
  readonly polls: number[] = [];
  /** The time from one look at what a listener plays to the next. */
  readonly cadences: number[] = [];
  /** When each listener was polled or looked at last. */
  readonly lastAt = new Map<string, number>();
  readonly #simulator: Simulator;
  readonly #database: DatabasePool;
  #due = new Map<string, number>();

  constructor(simulator: Simulator, database: DatabasePool) {
    this.#simulator = simulator;
    this.#database = database;
  }

  /** Begins to count anew. */
  reset(): void {
    this.polls.length = 0;
    this.cadences.length = 0;
  }

  /** Takes in the requests since the last time; has to come more often than anybody is polled twice. */
  async take(): Promise<void> {
    const requests = this.#simulator.listRequests();
    this.#simulator.resetRequests();
    for (const { path, listenerId, realAt } of requests) {
      if (listenerId === null) continue;
      const due = this.#due.get(listenerId);
      const before = this.lastAt.get(listenerId);
      if (path.endsWith(POLL) && due !== undefined) {
        this.polls.push(Math.max(realAt - due, 0));
        this.#due.delete(listenerId);
      } else if (path.endsWith(LOOK) && before !== undefined) {
        this.cadences.push(realAt - before);
      }
      if (path.endsWith(POLL) || path.endsWith(LOOK)) this.lastAt.set(listenerId, realAt);
    }
    this.#due = await this.#listDue();
  }

  /** By how much those are late now who still wait for their poll. */
  listWaiting(): number[] {
    return [...this.#due.values()].map((due) => Date.now() - due).filter((late) => late > 0);
  }

  async #listDue(): Promise<Map<string, number>> {
    const { rows } = await this.#database.pool.query<{ listener: string; due: Date }>(
      `select u.display_name as listener, m.next_poll_at as due
       from monitors m join users u on u.id = m.user_id
       where m.enabled and m.mode <> 'realtime' and m.polling_since is null`,
    );
    return new Map(rows.map(({ listener, due }) => [listener, due.getTime()]));
  }
}
