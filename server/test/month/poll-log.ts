import type { LoggedRequest } from '@analytics/simulator/request-log';
import type { Simulator } from '@analytics/simulator/simulator';

/** From when to when, in real ms, an answer of Spotify may have been lost on its way into the database. */
interface Doubt {
  readonly fromAt: number;
  readonly toAt: number;
}

/** Every poll that reached Spotify, and every other call by what became of it. */
export class PollLog {
  readonly polls: LoggedRequest[] = [];
  /** How many calls ended how: by the fault they ran into, or by their status. */
  readonly outcomes = new Map<string, number>();
  readonly #doubts: Doubt[] = [];

  /** Takes the requests out of the simulator's own log, which holds only the latest. */
  take(simulator: Simulator): void {
    for (const request of simulator.listRequests()) {
      const outcome = request.fault ?? String(request.status);
      this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
      if (request.path.endsWith('/recently-played')) this.polls.push(request);
    }
    simulator.resetRequests();
  }

  doubt(doubt: Doubt): void {
    this.#doubts.push(doubt);
  }

  /** Whether the answer to a poll may have been lost with a process or the database. */
  isDoubtful({ realAt }: LoggedRequest): boolean {
    return this.#doubts.some(({ fromAt, toAt }) => realAt >= fromAt && realAt <= toAt);
  }
}
