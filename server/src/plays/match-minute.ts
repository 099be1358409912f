import { isShort, isShortRow, type Matching, type Row, type Stored } from './matching.ts';

const MINUTE_MS = 60_000;

/** How late the account data may tell of a play that the extended history dates back, because it was played offline. */
const LONGEST_DELAY_MS = 3_600_000;

/**
 * Phase 2 for plays of which one side knows the names and the minute only: the same names in the same minute, those that
 * agree in the time played first; then the same names and the same time played to the millisecond, within an hour.
 */
export function matchMinute(matching: Matching): void {
  const isToMinute = ({ play }: Row | Stored) => play.isToMinute;
  if (!matching.rows.some(isToMinute) && !matching.stored.some(isToMinute)) return;
  const pass = { takesRow: (_row: Row) => true, takesStored: (_stored: Stored) => true, reachMs: MINUTE_MS };
  joinByKey(matching, { ...pass, keyOf: (entry) => keyOf(entry, minuteOf(entry), entry.play.msPlayed) });
  const minuteKey = (entry: Row | Stored) => keyOf(entry, minuteOf(entry), 0);
  const isLong = {
    takesRow: (row: Row) => !isShortRow(row),
    takesStored: (stored: Stored) => !isShort(stored),
  };
  joinByKey(matching, { ...pass, ...isLong, keyOf: minuteKey });
  joinByKey(matching, { ...pass, takesStored: isShort, keyOf: minuteKey });
  joinByKey(matching, {
    ...pass,
    takesStored: ({ play }) => play.reportedEndAt !== null,
    reachMs: LONGEST_DELAY_MS,
    keyOf: (entry) => keyOf(entry, 0, entry.play.msPlayed),
  });
}

interface Pass {
  takesRow: (row: Row) => boolean;
  takesStored: (stored: Stored) => boolean;
  keyOf: (entry: Row | Stored) => string | null;
  reachMs: number;
}

/** The free stored plays of one key, in order; those before `next` are behind every row that is still to come. */
interface Line {
  plays: Stored[];
  next: number;
}

/** Joins free rows and stored plays of one key, in their order. */
function joinByKey(matching: Matching, { takesRow, takesStored, keyOf: key, reachMs }: Pass): void {
  const lines = new Map<string, { toMinute: Line; exact: Line }>();
  for (const stored of matching.stored) {
    const name = stored.partner || !takesStored(stored) ? null : key(stored);
    if (name === null) continue;
    let line = lines.get(name);
    if (!line) {
      line = { toMinute: { plays: [], next: 0 }, exact: { plays: [], next: 0 } };
      lines.set(name, line);
    }
    (stored.play.isToMinute ? line.toMinute : line.exact).plays.push(stored);
  }
  for (const row of matching.rows) {
    const name = row.partner || !takesRow(row) ? null : key(row);
    const line = name === null ? undefined : lines.get(name);
    if (!line) continue;
    // Two plays that are both known to the second are left to the phases that compare seconds.
    const stored =
      (row.play.isToMinute && takeNear(line.exact, row, reachMs)) || takeNear(line.toMinute, row, reachMs);
    if (stored) matching.join(row, stored, 'window-duplicate');
  }
}

function takeNear(line: Line, row: Row, reachMs: number): Stored | undefined {
  while ((line.plays[line.next]?.endAt ?? Number.POSITIVE_INFINITY) < row.endAt - reachMs) line.next += 1;
  const stored = line.plays[line.next];
  if (!stored || stored.endAt > row.endAt + reachMs) return undefined;
  line.next += 1;
  return stored;
}

const minuteOf = (entry: Row | Stored) => Math.floor(entry.endAt / MINUTE_MS);

function keyOf({ play }: Row | Stored, minute: number, ms: number | null): string | null {
  const { title, artist } = play;
  return title === null || artist === null || ms === null ? null : `${minute} ${ms} ${title}\n${artist}`;
}
