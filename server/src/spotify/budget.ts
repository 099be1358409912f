import { performance } from 'node:perf_hooks';
import type { Database } from '../database/database.ts';
import { getBudget, noteLimit, takeCalls } from './budget.queries.ts';
import { LEASE_MS, NOTHING, paceOf, type Report } from './budget-state.ts';
import { type CoolDown, findCoolDown, upsertCoolDown } from './cool-downs.queries.ts';
import { type EndpointFamily, PRIORITIES } from './endpoint-family.ts';
import { readRetryAfter } from './retry-after.ts';
import { SpotifyError } from './spotify-error.ts';

/** A refusal for longer is no rolling window that is full, but an endpoint that is locked. */
const LONGEST_RATE_LIMIT_SECONDS = 300;
/** The pace changes over many seconds. */
const PACE_KNOWN_MS = 2_000;

/** Calls of one family that this process was granted and has not made yet. */
interface Lease {
  left: number;
  expiresAt: number;
  /** About how many calls were asked for in the last `LEASE_MS`, as of `askedAt`; older ones fade out. */
  asked: number;
  askedAt: number;
  waiting: number;
  order: Promise<void> | undefined;
}

/**
 * This process's part in the one budget of calls to Spotify. Processes take calls out of it in portions of about half a second
 * of their demand, so that not every call costs a round to the database and next to none that was granted is left over.
 */
export class Budget {
  readonly #database: Database;
  readonly #leases = new Map<EndpointFamily, Lease>();
  #report: Report = NOTHING;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Asks for one call, which has to be made at once. Never waits for the budget to fill.
   * @throws SpotifyError `rate-limited` while the family cools down, or when more urgent calls need what is left
   */
  async take(family: EndpointFamily): Promise<void> {
    const lease = this.#leaseOf(family);
    const now = performance.now();
    lease.asked = lease.asked * Math.exp((lease.askedAt - now) / LEASE_MS) + 1;
    lease.askedAt = now;
    lease.waiting += 1;
    try {
      while (lease.left < 1 || performance.now() >= lease.expiresAt) {
        // Whoever asks meanwhile waits for the same order.
        lease.order ??= this.#order(family, lease).finally(() => {
          lease.order = undefined;
        });
        await lease.order;
      }
    } finally {
      lease.waiting -= 1;
    }
    lease.left -= 1;
    this.#count({ sent: 1, looks: isLook(family) ? 1 : 0 });
  }

  /** Notes a 429: the family is closed for all processes, and the budget learns from it if it was for too many calls. */
  async closeFamily(family: EndpointFamily, retryAfter: string | null, body: string): Promise<SpotifyError> {
    const seconds = readRetryAfter(retryAfter, Date.now());
    const reason = /QUOTA_EXCEEDED/.test(body) ? 'quota' : 'rate-limit';
    this.#leaseOf(family).left = 0;
    const coolDown = await upsertCoolDown(this.#database, family, { seconds, reason });
    if (reason === 'rate-limit' && seconds <= LONGEST_RATE_LIMIT_SECONDS) {
      for (const lease of this.#leases.values()) lease.left = 0;
      await noteLimit(this.#database, this.#takeReport());
    }
    return closed(coolDown);
  }

  async #order(family: EndpointFamily, lease: Lease): Promise<void> {
    const coolDown = await findCoolDown(this.#database, family);
    if (coolDown) throw closed(coolDown);
    const order = {
      priority: PRIORITIES[family],
      calls: Math.max(Math.floor(lease.asked / 2), lease.waiting),
    };
    const { granted, retryAt } = await takeCalls(this.#database, order, this.#takeReport());
    if (granted === 0) {
      if (isLook(family)) this.#count({ missedLooks: lease.waiting });
      throw new SpotifyError(
        'rate-limited',
        'The calls that Spotify allows are used up for the moment; it goes on by itself.',
        { retryAt },
      );
    }
    lease.left = granted;
    lease.expiresAt = performance.now() + LEASE_MS;
  }

  #leaseOf(family: EndpointFamily): Lease {
    const known = this.#leases.get(family);
    if (known) return known;
    const lease = { left: 0, expiresAt: 0, asked: 0, askedAt: 0, waiting: 0, order: undefined };
    this.#leases.set(family, lease);
    return lease;
  }

  #count(done: Partial<Report>) {
    const { sent, looks, missedLooks } = this.#report;
    this.#report = {
      sent: sent + (done.sent ?? 0),
      looks: looks + (done.looks ?? 0),
      missedLooks: missedLooks + (done.missedLooks ?? 0),
    };
  }

  #takeReport(): Report {
    const report = this.#report;
    this.#report = NOTHING;
    return report;
  }
}

const isLook = (family: EndpointFamily) => PRIORITIES[family] === 'now-playing';

function closed({ until, reason }: CoolDown): SpotifyError {
  const message =
    reason === 'quota'
      ? "Spotify's quota for this is used up, and Spotify asks for a pause; it is tried again by itself."
      : 'Spotify asks for a pause; it is tried again by itself.';
  return new SpotifyError('rate-limited', message, { retryAt: until });
}

const paces = new WeakMap<Database, { pace: Promise<number>; until: number }>();

/**
 * How many times slower than wanted what is playing may be looked at, evenly for all listeners of all workers: 1 while the
 * budget allows everything. Cheap: the database is asked every two seconds at most.
 */
export async function paceFactor(database: Database): Promise<number> {
  const known = paces.get(database);
  if (known && performance.now() < known.until) return known.pace;
  const pace = getBudget(database).then(({ state }) => paceOf(state));
  paces.set(database, { pace, until: performance.now() + PACE_KNOWN_MS });
  pace.catch(() => paces.delete(database));
  return pace;
}

/** What a listener is told of the pace, when what plays is looked at every `wantedMs` at best; undefined at full pace. */
export function describePace(pace: number, wantedMs: number): string | undefined {
  const seconds = Math.round((pace * wantedMs) / 1_000);
  const wanted = Math.round(wantedMs / 1_000);
  if (seconds <= wanted) return undefined;
  return `Spotify allows fewer calls than all listeners here need, so what you play is looked at every ${seconds} s instead of every ${wanted} s, evenly for everyone.`;
}
