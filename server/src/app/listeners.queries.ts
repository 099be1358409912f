import type { ListenerReport } from '@analytics/contract/status';
import { sql } from 'kysely';
import { SESSION_HOURS } from '../accounts/sessions.queries.ts';
import type { Database } from '../database/database.ts';

/** All listeners, those who came last first, as the host may see them. */
export async function listListeners(database: Database): Promise<ListenerReport[]> {
  const { rows } = await sql<Row>`
    select u.id, coalesce(u.username, u.display_name) as name, u.is_host as "isHost", u.created_at as "createdAt",
      (select max(expires_at) - make_interval(hours => ${SESSION_HOURS}) from sessions s
        where s.user_id = u.id and s.expires_at > now()) as "lastSeenAt",
      (select coalesce(sum(t.plays), 0) from calendar_totals t where t.user_id = u.id and t.unit = 'month')::bigint as plays,
      c.state as connection, m.enabled, m.mode, greatest(m.last_poll_at, w.saved_at) as "lastPollAt", m.last_error as "lastError",
      coalesce((
        select json_agg(json_build_object('id', i.id, 'state', i.state, 'createdAt', i.created_at, 'error', i.error,
          'progress', case when i.stage is not null
            then json_build_object('stage', i.stage, 'done', i.done, 'total', i.total) end) order by i.id desc)
        from imports i
        where i.user_id = u.id and (i.state in ('uploaded', 'analysing', 'importing', 'failed') or i.stage is not null)
      ), '[]') as imports
    from users u
    left join spotify_connections c on c.user_id = u.id
    left join monitors m on m.user_id = u.id
    left join watches w on w.user_id = u.id
    order by u.id desc`.execute(database);
  return rows.map(
    ({ enabled, mode, lastPollAt, lastError, createdAt, lastSeenAt, imports, ...listener }) => ({
      ...listener,
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
      monitoring:
        enabled === null || mode === null
          ? null
          : { enabled, mode, lastPollAt: lastPollAt?.toISOString() ?? null, lastError },
      imports: imports.map((each) => ({ ...each, createdAt: new Date(each.createdAt).toISOString() })),
    }),
  );
}

type Monitoring = NonNullable<ListenerReport['monitoring']>;

type Row = Omit<ListenerReport, 'createdAt' | 'lastSeenAt' | 'monitoring'> & {
  createdAt: Date;
  lastSeenAt: Date | null;
  enabled: boolean | null;
  mode: Monitoring['mode'] | null;
  lastPollAt: Date | null;
  lastError: string | null;
};
