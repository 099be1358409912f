import type { Playlist } from '@analytics/contract/playlist';
import { formatRelative } from '../../format/relative-time.ts';
import { formatCount, formatNumber } from '../../format/number.ts';

/** How a playlist's scan stands, in plain words, and whether that is well. `now` is the time of the page's clock. */
export function scanWords(playlist: Playlist, now: number): { tone: 'on' | 'off' | 'trouble'; text: string } {
  const { state, progress, contents, trackCount, lastScannedAt, lastError, nextScanAt } = playlist;
  if (state === 'scanning') return { tone: 'on', text: `Being scanned${progressWords(progress)} …` };
  if (state === 'waiting') return { tone: 'off', text: 'Will be scanned in a moment …' };
  if (lastError !== null) {
    const retry = formatRelative(nextScanAt, Math.min(now, Date.parse(nextScanAt)));
    return { tone: 'trouble', text: `The last scan failed. ${lastError} The next one is ${retry}.` };
  }
  const kept = trackCount === 0 ? '' : ' What was in it before is kept here.';
  if (contents === 'gone')
    return { tone: 'trouble', text: `Spotify knows no such playlist, or not any more.${kept}` };
  if (contents === 'not-available')
    return { tone: 'trouble', text: `Spotify does not show you what is in it.${kept}` };
  if (lastScannedAt === null) return { tone: 'off', text: 'Not scanned yet' };
  // The page's clock steps: what has happened is never shown as yet to come.
  return {
    tone: 'on',
    text: `Scanned ${formatRelative(lastScannedAt, Math.max(now, Date.parse(lastScannedAt)))}`,
  };
}

const progressWords = (progress: Playlist['progress']): string =>
  progress === null ? '' : `, ${formatNumber(progress.done)} of ${formatCount(progress.total, 'row')}`;
