import type { CountingRule, CountingRuleEffect } from '@analytics/contract/account';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { isExcluded } from '../database/excluded-tracks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';

const RULES: readonly CountingRule[] = ['30-seconds', 'half-track', 'finished'];

/** How many of the listener's plays count by each rule, whichever holds now; what they exclude counts by none. */
export async function listCountingRuleEffects(
  database: Database,
  listenerId: ListenerId,
): Promise<CountingRuleEffect[]> {
  const effects = RULES.map(
    (rule) => sql`json_build_object('countingRule', ${rule}::text, 'plays', count(*) filter (
      where is_counted(${rule}, p.ms_played, k.duration_ms, p.reason_end)))`,
  );
  const { rows } = await sql<{ effects: CountingRuleEffect[] }>`
    select json_build_array(${sql.join(effects)}) as effects
    from plays p join tracks k on k.id = p.track_id
    where p.user_id = ${listenerId} and p.deleted_at is null
      and not ${isExcluded(listenerId, sql`k.id`)}`.execute(database);
  return rows[0]?.effects ?? [];
}
