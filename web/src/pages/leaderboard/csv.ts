import type { LeaderboardEntry, LeaderboardKind } from '../../api/leaderboard.ts';

type Column = keyof LeaderboardEntry | 'artists';

const columns: Column[] = [
  'rank',
  'name',
  'artists',
  'plays',
  'ms',
  'share',
  'firstPlayedAt',
  'lastPlayedAt',
  'spotifyUrl',
];

/** What a spreadsheet would take for a formula, as in the export of the history. */
const formula = /^'*[=+\-@\t\r]/;

function cell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows of a leaderboard as a table with a header, by RFC 4180. Durations are milliseconds, instants UTC. */
export function toCsv(kind: LeaderboardKind, entries: readonly LeaderboardEntry[]): string {
  const shown = columns.filter((column) => kind !== 'artists' || column !== 'artists');
  const lines = entries.map((entry) =>
    shown.map((column) => cell(column === 'artists' ? entry.byline : entry[column])).join(','),
  );
  // Spreadsheets take a file without a byte order mark for one of the system's own old encoding.
  return `\ufeff${[shown.join(','), ...lines].map((line) => `${line}\r\n`).join('')}`;
}
