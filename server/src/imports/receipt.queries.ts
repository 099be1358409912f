import type { ImportRow, ImportVerdict } from '@analytics/contract/import';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';

const DUPLICATE_REASONS: Partial<Record<ImportVerdict, string>> = {
  'exact-duplicate': 'the same track ended at the same second',
  'window-duplicate': 'the same recording ended within a few minutes',
  'sequence-duplicate': 'the same title stands at the same place between the same plays, under another id',
};

interface ReceiptRow extends Omit<ImportRow, 'file' | 'playedAt'> {
  position: number;
  file: number;
  playedAt: Date | null;
}

/** The receipt: the rows that were not, or will not be, imported, in file order. `cursor` is a position. */
export async function listReceipt(
  database: Database,
  listenerId: ListenerId,
  importId: number,
  page: { verdict: ImportVerdict | undefined; after: number; limit: number; fileNames: readonly string[] },
): Promise<{ items: ImportRow[]; nextCursor: string | null }> {
  const { rows } = await sql<ReceiptRow>`
    select r.position, r.file, r.row, coalesce(m.verdict, r.verdict) as verdict, r.reason, r.played_at as "playedAt",
      r.ms_played as "msPlayed", t.track_name as "trackName", t.artist_name as "artistName", t.spotify_id as "spotifyId",
      m.play_id as "matchedPlayId"
    from import_rows r
    left join import_tracks t on t.user_id = r.user_id and t.import_id = r.import_id and t.number = r.track
    left join import_matches m on m.user_id = r.user_id and m.import_id = r.import_id and m.position = r.position
    where r.user_id = ${listenerId} and r.import_id = ${importId} and r.position > ${page.after}
      and ${page.verdict === undefined ? sql`coalesce(m.verdict, r.verdict) is not null` : sql`coalesce(m.verdict, r.verdict) = ${page.verdict}::import_verdict`}
    order by r.position
    limit ${page.limit + 1}`.execute(database);
  const items = rows.slice(0, page.limit);
  return {
    items: items.map(({ position: _position, file, reason, playedAt, ...row }) => ({
      ...row,
      file: page.fileNames[file] ?? '',
      reason: reason ?? DUPLICATE_REASONS[row.verdict] ?? null,
      playedAt: playedAt?.toISOString() ?? null,
    })),
    nextCursor: rows.length > page.limit ? String(items.at(-1)?.position) : null,
  };
}
