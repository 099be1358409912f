const DAY_MS = 86_400_000;
/** The listener is reminded from so many days before the end. */
const WARNING_DAYS = 30;

/** How many whole days a consent is still good for, and what the listener should be told of it, if anything. */
export function describeConsent(
  state: 'connected' | 'needs-reconnection',
  consentEndsAt: Date,
  now: number,
): { consentDaysLeft: number; warning: string | null } {
  const leftMs = consentEndsAt.getTime() - now;
  const consentDaysLeft = Math.max(Math.floor(leftMs / DAY_MS), 0);
  if (state === 'needs-reconnection') {
    const warning =
      'Spotify no longer accepts your consent, so nothing new is recorded. Reconnect with Spotify; your history is kept.';
    return { consentDaysLeft, warning };
  }
  return {
    consentDaysLeft,
    warning: consentDaysLeft < WARNING_DAYS ? remind(leftMs, consentDaysLeft) : null,
  };
}

function remind(leftMs: number, days: number): string {
  const end =
    leftMs <= 0
      ? 'Your consent is over by now'
      : days === 0
        ? 'Your consent ends within a day'
        : `Your consent ends in ${days} ${days === 1 ? 'day' : 'days'}`;
  return `${end}: Spotify asks for it anew every six months. Reconnect with Spotify, so that nothing is missed.`;
}
