import type { DailyTotal, Summary } from '@analytics/contract/stats';
import type { YearInReview } from '@analytics/contract/year';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { listDailyTotals } from './calendar.queries.ts';
import { getDiscoveries } from './discoveries.queries.ts';
import { listAlbums, listArtists, listTracks } from './leaderboards.queries.ts';
import { listSessions } from './sessions.queries.ts';
import { findLongestStreaks } from './streaks.queries.ts';
import { getSummary } from './summary.queries.ts';

const TOP = 10;

/** What a listener's year was like, and how it differs from the year before. */
export async function reviewYear(
  database: Database,
  listenerId: ListenerId,
  year: number,
): Promise<YearInReview> {
  const [period, before] = [daysOf(year), daysOf(year - 1)];
  const top = { ...period, sort: 'plays', order: 'desc', search: undefined, limit: TOP, offset: 0 } as const;
  const [summary, previous, days, months, tracks, artists, albums, discoveries, streaks, sessions] =
    await Promise.all([
      getSummary(database, listenerId, period),
      getSummary(database, listenerId, before),
      listDailyTotals(database, listenerId, 'day', { from: before.from, to: period.to }),
      listDailyTotals(database, listenerId, 'month', period),
      listTracks(database, listenerId, top),
      listArtists(database, listenerId, top),
      listAlbums(database, listenerId, top),
      getDiscoveries(database, listenerId, period, TOP),
      findLongestStreaks(database, listenerId, period),
      listSessions(database, listenerId, { ...period, sort: 'ms', limit: 1 }),
    ]);
  const played = days.filter(({ plays }) => plays > 0);
  const figures = toFigures(year, summary, played);
  const figuresBefore = toFigures(year - 1, previous, played);
  return {
    ...figures,
    topTracks: tracks.items,
    topArtists: artists.items,
    topAlbums: albums.items,
    ...discoveries,
    longestStreak: streaks.longest,
    longestSession: sessions.items[0] ?? null,
    mostActiveDay: mostActive(played.filter(({ date }) => date >= period.from)),
    months,
    previous: { ...figuresBefore, changes: compare(figuresBefore, figures) },
  };
}

const daysOf = (year: number) => ({ from: `${year}-01-01`, to: `${year + 1}-01-01` });

function toFigures(year: number, summary: Summary, playedDays: readonly DailyTotal[]) {
  return {
    year,
    plays: summary.plays,
    ms: summary.ms,
    days: playedDays.filter(({ date }) => date.startsWith(`${year}-`)).length,
    tracks: summary.distinctTracks,
    artists: summary.distinctArtists,
  };
}

function mostActive(days: readonly DailyTotal[]): YearInReview['mostActiveDay'] {
  const [day] = days.toSorted((a, b) => b.ms - a.ms || b.plays - a.plays);
  return day ? { date: day.date, plays: day.plays, ms: day.ms } : null;
}

type Figures = ReturnType<typeof toFigures>;

const compare = (before: Figures, now: Figures): YearInReview['previous']['changes'] => ({
  plays: change(before.plays, now.plays),
  ms: change(before.ms, now.ms),
  days: change(before.days, now.days),
  tracks: change(before.tracks, now.tracks),
  artists: change(before.artists, now.artists),
});

const change = (before: number, now: number) => (before === 0 ? null : now / before - 1);
