import type { PlayCountBin } from '@analytics/contract/habits';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { Period } from '../database/period.ts';
import { totalsOf, tracks } from './leaderboard-subjects.queries.ts';

/** How many tracks were played 1, 2, 3 to 4, 5 to 8 … times, up to the one that was played most; bins without any are there too. */
export async function listPlayCounts(
  database: Database,
  listenerId: ListenerId,
  period: Period,
): Promise<PlayCountBin[]> {
  const { rows } = await sql<{ plays: number; tracks: number }>`
    select plays, count(*)::int as tracks
    from (${totalsOf(tracks, listenerId, period)}) p
    group by 1 order by 1 desc`.execute(database);
  const bins = Array.from({ length: 1 + binOf(rows[0]?.plays ?? 0) }, (_, bin) => ({
    from: bin === 0 ? 1 : 2 ** (bin - 1) + 1,
    to: 2 ** bin,
    tracks: 0,
    plays: 0,
  }));
  for (const row of rows) {
    const bin = bins[binOf(row.plays)];
    if (!bin) continue;
    bin.tracks += row.tracks;
    bin.plays += row.tracks * row.plays;
  }
  return bins;
}

/** 0 for 1, 1 for 2, 2 for 3 and 4, 3 for 5 to 8 and so on; -1 for none. */
const binOf = (plays: number) => (plays === 0 ? -1 : 32 - Math.clz32(plays - 1));
