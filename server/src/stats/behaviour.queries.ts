import type { Behaviour } from '@analytics/contract/habits';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { isExcluded } from '../database/excluded-tracks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isWithin, type Period } from '../database/period.ts';

/** Streams that are alike in everything that is asked for here. */
interface Alike {
  plays: number;
  ms: number;
  short: number;
  platform: string | null;
  shuffle: boolean | null;
  skipped: boolean | null;
  offline: boolean | null;
  startReason: string | null;
  endReason: string | null;
}

/** How the listener listens in a period: over all streams that are neither deleted nor excluded, counted or not. */
export async function getBehaviour(
  database: Database,
  listenerId: ListenerId,
  period: Period,
): Promise<Behaviour> {
  const { rows } = await sql<Alike>`
    select a.plays, a.ms, a.short, f.name as platform, a.shuffle, a.skipped, a.offline,
      nullif(a.reason_start, '') as "startReason", nullif(a.reason_end, '') as "endReason"
    from (
      select platform_id, shuffle, skipped, offline, reason_start, reason_end,
        count(*)::int as plays, sum(ms_played)::bigint as ms, count(*) filter (where not counted)::int as short
      from plays
      where user_id = ${listenerId} and deleted_at is null and ${isWithin(sql`played_at`, period, listenerId)}
        and not ${isExcluded(listenerId, sql`track_id`)}
      group by 1, 2, 3, 4, 5, 6
    ) a left join platforms f on f.id = a.platform_id`.execute(database);
  const sum = (of: (alike: Alike) => number) => rows.reduce((total, alike) => total + of(alike), 0);
  return {
    plays: sum(({ plays }) => plays),
    ms: sum(({ ms }) => ms),
    skips: { ...countKnown(rows, ({ skipped }) => skipped), short: sum(({ short }) => short) },
    shuffle: countKnown(rows, ({ shuffle }) => shuffle),
    offline: countKnown(rows, ({ offline }) => offline),
    platforms: sumBy(rows, ({ platform }) => platform).map(({ key, plays, ms }) => ({
      name: key,
      plays,
      ms,
    })),
    startReasons: sumBy(rows, ({ startReason }) => startReason).map(toReason),
    endReasons: sumBy(rows, ({ endReason }) => endReason).map(toReason),
  };
}

function countKnown(rows: readonly Alike[], flag: (alike: Alike) => boolean | null) {
  const known = { yes: 0, no: 0, unknown: 0 };
  for (const row of rows) {
    const value = flag(row);
    known[value === null ? 'unknown' : value ? 'yes' : 'no'] += row.plays;
  }
  return known;
}

/** Most plays first. */
function sumBy(rows: readonly Alike[], keyOf: (alike: Alike) => string | null) {
  const sums = new Map<string | null, { key: string | null; plays: number; ms: number }>();
  for (const row of rows) {
    const key = keyOf(row);
    const before = sums.get(key) ?? { key, plays: 0, ms: 0 };
    sums.set(key, { key, plays: before.plays + row.plays, ms: before.ms + row.ms });
  }
  return [...sums.values()].sort((a, b) => b.plays - a.plays || b.ms - a.ms);
}

const toReason = ({ key, plays }: { key: string | null; plays: number }) => ({ reason: key, plays });
