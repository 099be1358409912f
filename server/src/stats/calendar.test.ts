import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '@analytics/contract/account';
import type { DailyTotal, HourlyTotal, Summary, WeekdayHourTotal } from '@analytics/contract/stats';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { randomNumbers } from '../../test/labelled-history.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TRACKS = 9;

interface Played {
  at: number;
  track: number;
  ms: number;
}

/** Two days around each change of the clocks of Berlin, New York, the Azores and Lord Howe in 2024 and 2025, and a leap day. */
const SEASONS = [
  '2024-02-28',
  '2024-03-09',
  '2024-03-30',
  '2024-04-06',
  '2024-10-05',
  '2024-10-26',
  '2024-11-02',
  '2025-03-08',
  '2025-03-29',
  '2025-10-25',
  '2025-11-01',
].map((day) => Date.parse(`${day}T00:00:00Z`));

const random = randomNumbers(5);
const PLAYS: Played[] = SEASONS.flatMap((start) =>
  Array.from({ length: 120 }, () => ({
    at: start + Math.floor(random() * 3 * 24 * 60) * 60_000,
    track: Math.floor(random() ** 2 * TRACKS),
    ms: random() < 0.2 ? 10_000 : 40_000 + Math.floor(random() * 200_000),
  })),
);
const COUNTED = PLAYS.filter(({ ms }) => ms >= 30_000);

let listener: Browser;

beforeAll(async () => {
  listener = await Browser.signUp(server.address, 'anna', 'UTC');
  const rows = PLAYS.map(({ at, track, ms }, index) => ({
    ts: new Date(at).toISOString().replace('.000', ''),
    ms_played: ms,
    master_metadata_track_name: `Track ${track}`,
    master_metadata_album_artist_name: `Artist ${track % 4}`,
    master_metadata_album_album_name: 'Album',
    spotify_track_uri: `spotify:track:track${String(track).padStart(17, '0')}`,
    offline_timestamp: index,
  }));
  const content = new Blob([JSON.stringify(rows)]);
  const { id } = await listener.upload([{ name: 'Streaming_History_Audio_2024.json', content }]);
  await listener.post(`/api/imports/${id}/execute`);
  await listener.waitForImport(id, ['imported']);
});

/** What the clock on the listener's wall says, by the JavaScript engine's time zones instead of PostgreSQL's. */
function clock(timeZone: string) {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (at: number) => {
    const [day = '', time = ''] = format.format(at).split(' ');
    return { day, hour: Number(time.slice(0, 2)) };
  };
}

const addDays = (day: string, count: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);

/** From Sunday, as JavaScript has it. */
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();

const UNITS = {
  day: (day: string) => day,
  week: (day: string) => addDays(day, -((weekdayOf(day) + 6) % 7)),
  sundayWeek: (day: string) => addDays(day, -weekdayOf(day)),
  month: (day: string) => `${day.slice(0, 7)}-01`,
};

/** The listening of `[from, to)`, day by day of the wall clock. */
function compute(timeZone: string, unitOf: (day: string) => string, from: string, to: string) {
  const read = clock(timeZone);
  const played = COUNTED.map((play) => ({ ...play, ...read(play.at) }));
  const units = new Map<string, (typeof played)[number][]>();
  for (let day = from; day < to; day = addDays(day, 1)) {
    const unit = unitOf(day);
    units.set(unit, [...(units.get(unit) ?? []), ...played.filter((play) => play.day === day)]);
  }
  return { units, plays: [...units.values()].flat() };
}

function toTotals(units: Map<string, (Played & { day: string })[]>): DailyTotal[] {
  return [...units].map(([date, plays]) => ({
    date,
    plays: plays.length,
    ms: plays.reduce((sum, { ms }) => sum + ms, 0),
    tracks: new Set(plays.map(({ track }) => track)).size,
    artists: new Set(plays.map(({ track }) => track % 4)).size,
  }));
}

async function settle(patch: object): Promise<void> {
  const response = await listener.request('PATCH', '/api/account', patch);
  expect(response.status).toBe(200);
  while ((await listener.json<Account>('/api/account')).settingsPending) await sleep(50);
}

const PERIODS = [
  ['2024-02-20', '2025-12-01'],
  ['2024-02-29', '2024-03-01'],
  ['2024-03-31', '2024-04-01'],
  ['2024-10-27', '2024-10-28'],
  ['2024-10-06', '2024-11-03'],
  ['2025-03-12', '2025-10-27'],
] as const;

describe.each([
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Atlantic/Azores',
  'America/Havana',
])('by the clock of %s', (zone) => {
  beforeAll(() => settle({ timezone: zone, weekStart: 'monday' }));

  test.each(PERIODS)('days, weeks and months from %s to %s', async (from, to) => {
    for (const unit of ['day', 'week', 'month'] as const) {
      const { units } = compute(zone, UNITS[unit], from, to);
      const totals = await listener.json<DailyTotal[]>(`/api/stats/daily?unit=${unit}&from=${from}&to=${to}`);
      expect(totals).toEqual(toTotals(units));
    }
  });

  test.each(PERIODS)('hours of the day and of the week from %s to %s', async (from, to) => {
    const read = clock(zone);
    const { plays, units } = compute(zone, UNITS.day, from, to);
    const hours = await listener.json<HourlyTotal[]>(`/api/stats/hourly?from=${from}&to=${to}`);
    expect(hours.map((row) => [row.hour, row.plays])).toEqual(
      Array.from({ length: 24 }, (_, hour) => [
        hour,
        plays.filter(({ at }) => read(at).hour === hour).length,
      ]),
    );
    for (const row of hours) expect(row.averagePlays).toBeCloseTo(row.plays / units.size, 10);
    const cells = await listener.json<WeekdayHourTotal[]>(`/api/stats/weekday-hours?from=${from}&to=${to}`);
    expect(cells.map((cell) => [cell.weekday, cell.hour, cell.plays])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
        Array.from({ length: 24 }, (_, hour) => [
          weekday,
          hour,
          plays.filter(({ at, day }) => weekdayOf(day) === weekday % 7 && read(at).hour === hour).length,
        ]),
      ),
    );
  });

  test('all time is the sum of everything', async () => {
    const read = clock(zone);
    const hours = await listener.json<HourlyTotal[]>('/api/stats/hourly');
    expect(hours.map(({ plays }) => plays)).toEqual(
      Array.from({ length: 24 }, (_, hour) => COUNTED.filter(({ at }) => read(at).hour === hour).length),
    );
    const days = [...new Set(COUNTED.map(({ at }) => read(at).day))].toSorted();
    const summary = await listener.json<Summary>('/api/stats/summary');
    const whole = await listener.json<Summary>('/api/stats/summary?from=2024-01-01&to=2026-01-01');
    expect(whole).toEqual(summary);
    expect(summary).toMatchObject({ plays: COUNTED.length, distinctTracks: TRACKS, distinctArtists: 4 });
    expect(summary.longestStreakDays).toBe(longestRun(days));
  });
});

function longestRun(days: readonly string[]): number {
  let [longest, run] = [0, 0];
  for (const [index, day] of days.entries()) {
    run = index > 0 && days[index - 1] === addDays(day, -1) ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

test('weeks begin on Sunday for whoever wants that', async () => {
  await settle({ timezone: 'Europe/Berlin', weekStart: 'sunday' });
  const [from, to] = ['2024-03-01', '2024-11-20'];
  const weeks = await listener.json<DailyTotal[]>(`/api/stats/daily?unit=week&from=${from}&to=${to}`);
  expect(weeks).toEqual(toTotals(compute('Europe/Berlin', UNITS.sundayWeek, from, to).units));
  await settle({ weekStart: 'monday' });
});

test('what is left for the job to count is counted for whoever reads before', async () => {
  const path = '/api/stats/daily?unit=month&from=2024-01-01&to=2026-01-01';
  const kept = await listener.json<DailyTotal[]>(path);
  await database.database.transaction().execute(async (trx) => {
    // Locked, so that the job leaves it alone for now.
    await sql`select from calendar_totals for update`.execute(trx);
    await sql`update calendar_totals set tracks = null, artists = null, top_ten_share = null, shannon = null`.execute(
      trx,
    );
  });
  expect(await listener.json<DailyTotal[]>(path)).toEqual(kept);
});

test('another listener sees nothing of it', async () => {
  const other = await Browser.signUp(server.address, 'berta', 'Europe/Berlin');
  expect(await other.json('/api/stats/daily')).toEqual([]);
  expect(await other.json('/api/stats/summary')).toMatchObject({
    plays: 0,
    distinctTracks: 0,
    topTrack: null,
  });
  for (const name of ['hourly', 'weekday-hours', 'daily?unit=month&from=2024-01-01&to=2026-01-01']) {
    const rows = await other.json<{ plays: number }[]>(`/api/stats/${name}`);
    expect(rows.every(({ plays }) => plays === 0)).toBe(true);
  }
});
