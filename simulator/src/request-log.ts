/** One request that reached the simulator. */
export interface LoggedRequest {
  method: string;
  /** Path without the query. */
  path: string;
  query: Record<string, string>;
  listenerId: string | null;
  /** The answer's status; null while unanswered, and for good after a reset or a time-out. */
  status: number | null;
  /** The fault that the request ran into. */
  fault: string | null;
  /** Simulated instant, ms. */
  at: number;
  /** Real instant, ms. */
  realAt: number;
}

/** Which of the logged requests to show. */
export interface RequestFilter {
  /** Beginning of the path. */
  path?: string;
  listener?: string;
}

const KEPT = 20_000;

/** Remembers the latest requests and counts all, so that tests can assert which calls were made. */
export class RequestLog {
  #requests: LoggedRequest[] = [];
  #total = 0;

  add(request: LoggedRequest): void {
    this.#total += 1;
    this.#requests.push(request);
    if (this.#requests.length >= 2 * KEPT) this.#requests = this.#requests.slice(-KEPT);
  }

  /** Every request since the last reset, forgotten ones included. */
  get total(): number {
    return this.#total;
  }

  list(filter: RequestFilter = {}): LoggedRequest[] {
    return this.#requests.filter(
      (request) =>
        (filter.path === undefined || request.path.startsWith(filter.path)) &&
        (filter.listener === undefined || request.listenerId === filter.listener),
    );
  }

  reset(): void {
    this.#requests = [];
    this.#total = 0;
  }
}
