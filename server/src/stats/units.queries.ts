import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { Period } from '../database/period.ts';
import { DomainError } from '../errors.ts';
import { type CalendarUnit, dayNumber, dayText, listUnitDays, type UnitDays } from './calendar-days.ts';
import { coversAllPlays, findSpan, type Span } from './span.queries.ts';

/** What a day, week or month amounts to; those of its days alone that the period has. */
export interface UnitTotal {
  readonly date: string;
  readonly plays: number;
  readonly ms: number;
  readonly tracks: number;
  readonly artists: number;
  /** Null unless asked for. */
  readonly topTenShare: number | null;
  readonly shannon: number | null;
}

/** Two centuries of days. */
const MOST_UNITS = 75_000;
const MOST_DAYS = { day: 1, week: 7, month: 31 };

/**
 * The days, weeks or months of the period by the listener's calendar; undefined when it has no beginning.
 * @throws DomainError `invalid-request` when that would be too many
 */
export async function findUnits(
  database: Database,
  listenerId: ListenerId,
  unit: CalendarUnit,
  period: Period,
): Promise<{ span: Span; units: UnitDays[] } | undefined> {
  const span = await findSpan(database, listenerId, period);
  if (!span) return undefined;
  const [from, to] = [dayNumber(span.from), dayNumber(span.to)];
  if ((to - from) / MOST_DAYS[unit] > MOST_UNITS) {
    throw new DomainError(
      'invalid-request',
      `The period has too many ${unit}s; choose a shorter one or a longer unit.`,
    );
  }
  return { span, units: listUnitDays(unit, { from, to, weekStart: span.weekStart }) };
}

/** What each of them amounts to, zeros included. */
export async function listUnits(
  database: Database,
  listenerId: ListenerId,
  unit: CalendarUnit,
  period: Period,
  { withDiversity = false } = {},
): Promise<UnitTotal[]> {
  const found = await findUnits(database, listenerId, unit, period);
  if (!found) return [];
  const { span, units } = found;
  const kept = await readKept(database, listenerId, unit, span, withDiversity);
  const isCut = coversAllPlays(span) ? () => false : ({ isWhole }: UnitDays) => !isWhole;
  const open = units.filter((days) => {
    const total = kept.get(days.start);
    return total !== undefined && (isCut(days) || !total.isCounted);
  });
  const counted = await countUnits(database, listenerId, open);
  for (const { start } of open) kept.delete(start);
  return units.map(
    ({ start }) => kept.get(start) ?? counted.get(start) ?? { ...EMPTY, date: dayText(start) },
  );
}

const EMPTY = { plays: 0, ms: 0, tracks: 0, artists: 0, topTenShare: 0, shannon: 0 };

/** The totals as they are kept, by their first days. They may be many: columns of JSON take half as long as rows. */
async function readKept(
  database: Database,
  listenerId: ListenerId,
  unit: CalendarUnit,
  { from, to }: Period,
  withDiversity: boolean,
) {
  const { rows } = await sql<Columns>`
    select json_agg(date) as dates, json_agg(date - date '1970-01-01') as starts, json_agg(plays) as plays, json_agg(ms) as ms,
      json_agg(tracks) as tracks, json_agg(artists) as artists,
      ${withDiversity ? sql`json_agg(top_ten_share)` : sql`null`} as "topTenShares",
      ${withDiversity ? sql`json_agg(shannon)` : sql`null`} as shannons
    from (
      select * from calendar_totals
      where user_id = ${listenerId} and unit = ${unit} and date > ${from}::date - ${MOST_DAYS[unit]}::int and date < ${to}::date
      order by date
    ) t`.execute(database);
  const kept = new Map<number, UnitTotal & { isCounted: boolean }>();
  const [columns] = rows;
  for (const [at, start] of columns?.starts?.entries() ?? []) {
    kept.set(start, {
      date: columns?.dates?.[at] ?? dayText(start),
      plays: columns?.plays?.[at] ?? 0,
      ms: columns?.ms?.[at] ?? 0,
      tracks: columns?.tracks?.[at] ?? 0,
      artists: columns?.artists?.[at] ?? 0,
      topTenShare: columns?.topTenShares?.[at] ?? null,
      shannon: columns?.shannons?.[at] ?? null,
      isCounted: typeof columns?.tracks?.[at] === 'number',
    });
  }
  return kept;
}

/** All of one length, or all null where there is nothing. */
interface Columns {
  dates: string[] | null;
  starts: number[] | null;
  plays: number[] | null;
  ms: number[] | null;
  tracks: (number | null)[] | null;
  artists: (number | null)[] | null;
  topTenShares: (number | null)[] | null;
  shannons: (number | null)[] | null;
}

/** Counts what is not kept: units that the period cuts, and those that so many plays have come to or gone from that a job counts them. */
async function countUnits(database: Database, listenerId: ListenerId, units: readonly UnitDays[]) {
  if (units.length === 0) return new Map<number, UnitTotal>();
  const { rows } = await sql<Omit<UnitTotal, 'date'> & { number: number }>`
    select number, plays, ms, tracks, artists, top_ten_share as "topTenShare", shannon
    from count_spans(${listenerId}, (
      select array_agg(row(s.number, day_begins_at(s."from", u.timezone), day_begins_at(s."to", u.timezone))::calendar_span)
      from unnest(${units.map(({ from }) => dayText(from))}::date[], ${units.map(({ to }) => dayText(to))}::date[])
        with ordinality as s ("from", "to", number)
      join users u on u.id = ${listenerId}))`.execute(database);
  return new Map(
    rows.flatMap(({ number, ...total }) => {
      const start = units[number - 1]?.start;
      return start === undefined ? [] : [[start, { ...total, date: dayText(start) }] as const];
    }),
  );
}
