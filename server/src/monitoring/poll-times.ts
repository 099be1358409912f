/** Spread of the golden ratio: neighbouring numbers fall far apart on the interval, whatever their count. */
const GOLDEN_FRACTION = 0.618_033_988_749_895;

/**
 * When a listener is polled next: each has a place of their own within the interval, so that polls are spread evenly and
 * come back to it after an outage, when all are late together. At least half an interval away.
 */
export function nextPollAt(userId: number, now: Date, intervalMs: number): Date {
  const place = ((userId * GOLDEN_FRACTION) % 1) * intervalMs;
  const earliest = now.getTime() + intervalMs / 2;
  return new Date(Math.ceil((earliest - place) / intervalMs) * intervalMs + place);
}
