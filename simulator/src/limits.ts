/** Spotify locks these groups of endpoints one by one when a quota is used up. */
export type EndpointFamily = 'me' | 'player' | 'playlists' | 'tracks' | 'albums' | 'artists' | 'search';

/** How many requests an app may make in any window of 30 simulated seconds. */
export const WINDOW_MS = 30_000;
/** A quota is counted from its first call on for so long. */
const QUOTA_MS = 86_400_000;

interface Quota {
  calls: number;
  /** Calls left until `renewedAt`. */
  left: number;
  renewedAt: number;
}

/** The family that a path belongs to. */
export function familyOf(path: string): EndpointFamily {
  if (path.startsWith('/v1/me/player')) return 'player';
  if (path.startsWith('/v1/me/playlists') || path.startsWith('/v1/playlists')) return 'playlists';
  const [, , section] = path.split('/');
  if (section === 'tracks' || section === 'albums' || section === 'artists' || section === 'search') {
    return section;
  }
  return 'me';
}

/** The rolling rate limit of the app and the quota locks of its endpoint families. */
export class Limits {
  #allowed = 100_000;
  #arrivals: number[] = [];
  #first = 0;
  #lockedUntil = new Map<EndpointFamily, number>();
  #quotas = new Map<EndpointFamily, Quota>();

  /** Sets the number of requests allowed in 30 simulated seconds. */
  setRateLimit(allowed: number): void {
    this.#allowed = allowed;
  }

  /** Counts a request; when there were too many, says after how many seconds to come back. */
  retryAfterSeconds(now: number): number | undefined {
    while (this.#first < this.#arrivals.length && (this.#arrivals[this.#first] ?? now) <= now - WINDOW_MS) {
      this.#first += 1;
    }
    if (this.#first > 1000) {
      this.#arrivals = this.#arrivals.slice(this.#first);
      this.#first = 0;
    }
    if (this.#arrivals.length - this.#first < this.#allowed) {
      this.#arrivals.push(now);
      return undefined;
    }
    const oldest = this.#arrivals[this.#first] ?? now;
    return Math.max(1, Math.ceil((oldest + WINDOW_MS - now) / 1000));
  }

  lockQuota(family: EndpointFamily, untilAt: number): void {
    this.#lockedUntil.set(family, untilAt);
  }

  /** Allows a family so many calls in 24 simulated hours; the next one locks it for what is left of them. */
  setQuota(family: EndpointFamily, calls: number): void {
    this.#quotas.set(family, { calls, left: calls, renewedAt: 0 });
  }

  /** Opens what is locked and takes all quotas away. */
  unlockQuotas(): void {
    this.#lockedUntil.clear();
    this.#quotas.clear();
  }

  /** Counts a call of a family that has a quota; when that is used up, the family is locked. */
  countCall(family: EndpointFamily, now: number): void {
    const quota = this.#quotas.get(family);
    if (quota === undefined || this.quotaLockSeconds(family, now) !== undefined) return;
    if (now >= quota.renewedAt) {
      quota.left = quota.calls;
      quota.renewedAt = now + QUOTA_MS;
    }
    if (quota.left === 0) this.lockQuota(family, quota.renewedAt);
    else quota.left -= 1;
  }

  /** Seconds for which the family stays locked; undefined when it is open. */
  quotaLockSeconds(family: EndpointFamily, now: number): number | undefined {
    const until = this.#lockedUntil.get(family);
    return until === undefined || until <= now ? undefined : Math.ceil((until - now) / 1000);
  }
}
