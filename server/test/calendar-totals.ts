import type { Database } from '../src/database/database.ts';
import { provenListenerId } from '../src/database/listener-id.ts';
import { countCalendars } from '../src/stats/count-calendar.queries.ts';
import { listSessions } from '../src/stats/sessions.queries.ts';

/** A counted play with what the calendar knows of it. */
export interface CalendarPlay {
  readonly userId: number;
  /** `YYYY-MM-DD HH` on the listener's clock. */
  readonly hour: string;
  readonly endedAt: number;
  readonly ms: number;
  readonly recordingId: number;
  readonly artistIds: readonly number[];
}

/** What a day, week, month or hour of the week amounts to, by listener and name. */
type Sums = [key: string, sums: Record<string, number>][];

const DAY_MS = 86_400_000;
const LONGEST_GAP_MS = 1_800_000;

interface Calendar {
  weekdayHours: Sums;
  units: Sums;
  sessions: Sums;
}

/** The totals by the calendar as an independent computation makes them from the plays, which are in order. */
export function computeCalendar(
  plays: readonly CalendarPlay[],
  weekStarts: ReadonlyMap<number, string>,
): Calendar {
  const weekdayHours = new Map<string, CalendarPlay[]>();
  const units = new Map<string, CalendarPlay[]>();
  for (const play of plays) {
    const [day = '', hour] = play.hour.split(' ');
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    push(weekdayHours, `${play.userId} ${weekday || 7} ${Number(hour)}`, play);
    push(units, `${play.userId} day ${day}`, play);
    push(units, `${play.userId} month ${day.slice(0, 7)}-01`, play);
    const since = weekStarts.get(play.userId) === 'sunday' ? weekday : (weekday + 6) % 7;
    const first = new Date(Date.parse(`${day}T00:00:00Z`) - since * DAY_MS).toISOString().slice(0, 10);
    push(units, `${play.userId} week ${first}`, play);
  }
  return {
    weekdayHours: sorted(
      [...weekdayHours].map(([key, own]) => [key, { plays: own.length, ms: sum(own.map(({ ms }) => ms)) }]),
    ),
    units: sorted([...units].map(([key, own]) => [key, describe(own)])),
    sessions: sorted(computeSessions(plays)),
  };
}

function computeSessions(plays: readonly CalendarPlay[]): Sums {
  const sessions: Sums = [];
  let [userId, endedAt] = [0, 0];
  for (const play of plays) {
    const startedAt = play.endedAt - play.ms;
    if (play.userId !== userId || startedAt > endedAt + LONGEST_GAP_MS) {
      sessions.push([`${play.userId} ${new Date(startedAt).toISOString()}`, { endedAt: 0, plays: 0, ms: 0 }]);
    }
    ({ userId, endedAt } = play);
    const sums = sessions.at(-1)?.[1];
    if (sums)
      Object.assign(sums, { endedAt, plays: (sums['plays'] ?? 0) + 1, ms: (sums['ms'] ?? 0) + play.ms });
  }
  return sessions;
}

function describe(plays: readonly CalendarPlay[]) {
  const byArtist = new Map<number, number>();
  for (const { artistIds } of plays) {
    for (const id of artistIds) byArtist.set(id, (byArtist.get(id) ?? 0) + 1);
  }
  const counts = [...byArtist.values()].toSorted((a, b) => b - a);
  const credits = sum(counts);
  return {
    plays: plays.length,
    ms: sum(plays.map(({ ms }) => ms)),
    tracks: new Set(plays.map(({ recordingId }) => recordingId)).size,
    artists: counts.length,
    topTenShare: rounded(credits === 0 ? 0 : sum(counts.slice(0, 10)) / credits),
    shannon: rounded(-sum(counts.map((count) => (count / credits) * Math.log(count / credits)))),
  };
}

/** The totals by the calendar as they are kept, once the job that counts has looked. */
export async function readCalendar(database: Database): Promise<Calendar> {
  await countCalendars(database);
  const hours = await database.selectFrom('weekday_hour_totals').selectAll().execute();
  const units = await database.selectFrom('calendar_totals').selectAll().execute();
  return {
    sessions: sorted(await readSessions(database)),
    weekdayHours: sorted(
      hours.map(({ user_id, weekday, hour, plays, ms }) => [`${user_id} ${weekday} ${hour}`, { plays, ms }]),
    ),
    units: sorted(
      units.map(({ user_id, unit, date, plays, ms, tracks, artists, top_ten_share, shannon }) => [
        `${user_id} ${unit} ${date}`,
        {
          plays,
          ms,
          tracks: tracks ?? Number.NaN,
          artists: artists ?? Number.NaN,
          topTenShare: rounded(top_ten_share ?? Number.NaN),
          shannon: rounded(shannon ?? Number.NaN),
        },
      ]),
    ),
  };
}

async function readSessions(database: Database): Promise<Sums> {
  const sessions: Sums = [];
  for (const { id } of await database.selectFrom('users').select('id').execute()) {
    const { items } = await listSessions(database, provenListenerId(id), { sort: 'startedAt', limit: 1e6 });
    for (const { startedAt, endedAt, plays, ms } of items) {
      sessions.push([`${id} ${startedAt}`, { endedAt: Date.parse(endedAt), plays, ms }]);
    }
  }
  return sessions;
}

function push<T>(map: Map<string, T[]>, key: string, value: T) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
/** Sums of fractions depend on their order in the last digits; and there is no -0. */
const rounded = (number: number) => Math.round(number * 1e9) / 1e9 + 0;
const sorted = (sums: Sums): Sums => sums.toSorted(([a], [b]) => (a < b ? -1 : 1));
