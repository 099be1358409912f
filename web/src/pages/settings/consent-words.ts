import { formatInstantDay } from '../../format/date.ts';
import { formatCount } from '../../format/number.ts';

const dayMs = 86_400_000;

/** Whether the consent is in its last 30 days, or over. */
export const isConsentShort = (consentEndsAt: string, now: number): boolean =>
  Date.parse(consentEndsAt) - now < 30 * dayMs;

/** Until when the consent holds; with a countdown in its last 30 days. Spotify ends every consent after six months. */
export function consentWords(consentEndsAt: string, timezone: string, now: number): string {
  const day = formatInstantDay(consentEndsAt, timezone);
  const leftMs = Date.parse(consentEndsAt) - now;
  if (leftMs <= 0) return `Spotify ended the consent on ${day}: reconnect to go on.`;
  if (!isConsentShort(consentEndsAt, now)) return `Spotify asks for it again on ${day}.`;
  const days = Math.ceil(leftMs / dayMs);
  return `It ends in ${formatCount(days, 'day')}, on ${day}: reconnect before, and nothing is missed.`;
}
