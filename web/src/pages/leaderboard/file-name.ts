import type { LeaderboardKind, LeaderboardSort } from '../../api/leaderboard.ts';
import { addDays } from '../../calendar/day.ts';
import { type Period, yearSpan } from '../../calendar/period.ts';

const orders = { plays: 'by-plays', ms: 'by-time', lastPlayed: 'by-last-play', name: 'by-name' };

interface View extends Period {
  sort: LeaderboardSort;
  search?: string;
}

/** What a file with a leaderboard is called: `tracks-2024-by-plays.csv`, `albums-all-time-blue-train-by-time.csv`. */
export function fileName(kind: LeaderboardKind, { sort, search = '', ...period }: View): string {
  // Letters of every script, but nothing that a file system may mind.
  const words = search
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .slice(0, 60);
  const parts = [kind, periodName(period), ...words.split('-'), orders[sort]];
  return `${parts.filter((part) => part !== '').join('-')}.csv`;
}

/** Both days are included. */
function periodName({ from, to }: Period): string {
  if (from === undefined) return to === undefined ? 'all-time' : `until-${addDays(to, -1)}`;
  if (to === undefined) return `since-${from}`;
  const year = yearSpan(from);
  return from === year.from && to === year.to ? from.slice(0, 4) : `${from}-to-${addDays(to, -1)}`;
}
