import { sql } from 'kysely';
import type { Database } from '../src/database/database.ts';
import { type CalendarPlay, computeCalendar, readCalendar } from './calendar-totals.ts';

interface Comparison {
  kept: unknown;
  computed: unknown;
}

/**
 * The totals as they are kept, and as an independent computation in JavaScript makes them from the raw plays. Nobody writes plays or
 * moves tracks to other recordings meanwhile.
 */
export async function compareTotals(database: Database): Promise<Comparison> {
  return database.transaction().execute(async (trx) => {
    await sql`select lock_track_links(true)`.execute(trx);
    return compare(trx);
  });
}

async function compare(database: Database): Promise<Comparison> {
  const users = await database.selectFrom('users').select(['id', 'timezone', 'week_start']).execute();
  const zones = new Map(users.map((user) => [user.id, user.timezone]));
  const plays = await database
    .selectFrom('plays as p')
    .innerJoin('tracks as k', 'k.id', 'p.track_id')
    .select(['p.user_id', 'p.played_at', 'p.ms_played', 'p.track_id', 'k.recording_id'])
    .orderBy('p.user_id')
    .orderBy('p.played_at')
    .orderBy('p.track_id')
    .orderBy('p.ordinal')
    .where('p.counted', '=', true)
    .execute();
  const artists = Map.groupBy(
    await database.selectFrom('track_artists').select(['track_id', 'artist_id']).execute(),
    (credit) => credit.track_id,
  );
  const onClock: CalendarPlay[] = [];
  const hours = new Map<string, { plays: number; ms: number }>();
  const recordings = new Map<string, { plays: number; ms: number; first: string; last: string }>();
  for (const play of plays) {
    const onTheHour = localHour(play.played_at, zones.get(play.user_id) ?? 'UTC');
    onClock.push({
      userId: play.user_id,
      hour: onTheHour,
      endedAt: play.played_at.getTime(),
      ms: play.ms_played,
      recordingId: play.recording_id,
      artistIds: artists.get(play.track_id)?.map((credit) => credit.artist_id) ?? [],
    });
    const hour = `${play.user_id} ${onTheHour}`;
    const inHour = hours.get(hour) ?? { plays: 0, ms: 0 };
    hours.set(hour, { plays: inHour.plays + 1, ms: inHour.ms + play.ms_played });
    const recording = `${play.user_id} ${play.recording_id}`;
    const at = play.played_at.toISOString();
    const before = recordings.get(recording) ?? { plays: 0, ms: 0, first: at, last: at };
    recordings.set(recording, {
      plays: before.plays + 1,
      ms: before.ms + play.ms_played,
      first: at < before.first ? at : before.first,
      last: at > before.last ? at : before.last,
    });
  }
  return {
    kept: await readTotals(database),
    computed: {
      hours: sorted(hours),
      recordings: sorted(recordings),
      calendar: computeCalendar(onClock, new Map(users.map((user) => [user.id, user.week_start]))),
    },
  };
}

async function readTotals(database: Database) {
  const hours = await sql<{ user_id: number; hour: string; plays: number; ms: number }>`
    select user_id, to_char(hour, 'YYYY-MM-DD HH24') as hour, plays, ms from hour_totals`.execute(database);
  const recordings = await database.selectFrom('recording_totals').selectAll().execute();
  return {
    calendar: await readCalendar(database),
    hours: sorted(
      new Map(hours.rows.map(({ user_id, hour, plays, ms }) => [`${user_id} ${hour}`, { plays, ms }])),
    ),
    recordings: sorted(
      new Map(
        recordings.map((row) => [
          `${row.user_id} ${row.recording_id}`,
          {
            plays: row.plays,
            ms: row.ms,
            first: row.first_played_at.toISOString(),
            last: row.last_played_at.toISOString(),
          },
        ]),
      ),
    ),
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `YYYY-MM-DD HH` on the listener's clock, by the JavaScript engine's time zones instead of PostgreSQL's. */
function localHour(instant: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return format.format(instant);
}

const sorted = <T>(map: Map<string, T>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
