import type { AlbumDetail, ArtistDetail, TrackDetail } from '@analytics/contract/detail';
import type { RawBuilder } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import {
  getAlbum,
  getArtist,
  getPlaces,
  getTrack,
  hasPlays,
  listPlayedTracks,
  listRelated,
  type MonthHour,
  type OwnPlays,
  sumOwnPlays,
} from './details.queries.ts';
import { tracksOfAlbum, tracksOfArtist, tracksOfTrack } from './focus.queries.ts';
import { albums, artists, type Subject, tracks } from './leaderboard-subjects.queries.ts';

const TOP = 10;
const TRACKS_OF_ALBUM = 50;

/** @throws DomainError `not-found` for a track that the listener has not played, like the two below */
export async function getTrackDetail(
  database: Database,
  listenerId: ListenerId,
  id: number,
): Promise<TrackDetail> {
  const own = tracksOfTrack(id);
  const plays = await sumPlays(database, listenerId, own);
  const figures = await getFigures(database, listenerId, plays, tracks);
  const related = <D>(subject: Subject<D>) => listRelated(database, plays, subject, TOP);
  return {
    track: await getTrack(database, id),
    ...figures,
    artists: (await related(artists)).items,
    albums: (await related(albums)).items,
    versions: await listPlayedTracks(database, listenerId, own, id),
  };
}

export async function getArtistDetail(
  database: Database,
  listenerId: ListenerId,
  id: number,
): Promise<ArtistDetail> {
  const own = tracksOfArtist(id);
  const plays = await sumPlays(database, listenerId, own);
  const figures = await getFigures(database, listenerId, plays, artists);
  const related = <D>(subject: Subject<D>) => listRelated(database, plays, subject, TOP);
  const topTracks = await related(tracks);
  const topAlbums = await related(albums);
  return {
    artist: await getArtist(database, id),
    ...figures,
    distinctTracks: topTracks.total,
    distinctAlbums: topAlbums.total,
    topTracks: topTracks.items,
    topAlbums: topAlbums.items,
  };
}

export async function getAlbumDetail(
  database: Database,
  listenerId: ListenerId,
  id: number,
): Promise<AlbumDetail> {
  const own = tracksOfAlbum(id);
  const plays = await sumPlays(database, listenerId, own);
  const figures = await getFigures(database, listenerId, plays, albums);
  const related = <D>(subject: Subject<D>) => listRelated(database, plays, subject, TRACKS_OF_ALBUM);
  const topTracks = await related(tracks);
  return {
    album: await getAlbum(database, id),
    ...figures,
    distinctTracks: topTracks.total,
    topTracks: topTracks.items,
    artists: (await related(artists)).items,
  };
}

type Figures = Omit<TrackDetail, 'track' | 'artists' | 'albums' | 'versions'>;

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

async function sumPlays(
  database: Database,
  listenerId: ListenerId,
  own: RawBuilder<unknown>,
): Promise<OwnPlays> {
  const plays = await sumOwnPlays(database, listenerId, own);
  if (plays.byTrack.length === 0 && !(await hasPlays(database, listenerId, own))) {
    throw new DomainError('not-found', 'There is nothing of this id in your history.');
  }
  return plays;
}

async function getFigures(
  database: Database,
  listenerId: ListenerId,
  { monthHours: cells }: OwnPlays,
  subject: Subject,
): Promise<Figures> {
  const { plays, ms } = sum(cells);
  const byMonth = monthsOf(cells);
  const best = byMonth.reduce<(typeof byMonth)[number] | undefined>(
    (most, month) => (most && most.plays >= month.plays ? most : month),
    undefined,
  );
  const places =
    best &&
    (await getPlaces(database, listenerId, subject, plays, {
      from: best.date,
      to: monthAfter(best.date),
      plays: best.plays,
    }));
  const [first] = cells.toSorted((a, b) => a.firstPlayedAt.getTime() - b.firstPlayedAt.getTime());
  const last = cells.toSorted((a, b) => b.lastPlayedAt.getTime() - a.lastPlayedAt.getTime())[0];
  return {
    plays,
    ms,
    rank: places?.rank ?? null,
    share: places ? plays / places.everything : 0,
    firstPlayedAt: first?.firstPlayedAt.toISOString() ?? null,
    lastPlayedAt: last?.lastPlayedAt.toISOString() ?? null,
    discoveredOn: first?.firstDay ?? null,
    bestMonth: best && places ? { ...best, rank: places.monthRank } : null,
    byMonth,
    byHour: HOURS.map((hour) => ({ hour, ...sum(cells.filter((cell) => cell.hour === hour)) })),
  };
}

function sum(cells: readonly MonthHour[]): { plays: number; ms: number } {
  return {
    plays: cells.reduce((plays, cell) => plays + cell.plays, 0),
    ms: cells.reduce((ms, cell) => ms + cell.ms, 0),
  };
}

/** From the first month with plays to the last, zeros included. */
function monthsOf(cells: readonly MonthHour[]): Figures['byMonth'] {
  const played = Map.groupBy(cells, ({ date }) => date);
  const months: Figures['byMonth'] = [];
  const last = cells.at(-1)?.date ?? '';
  for (let date = cells[0]?.date; date !== undefined && date <= last; date = monthAfter(date)) {
    months.push({ date, ...sum(played.get(date) ?? []) });
  }
  return months;
}

function monthAfter(date: string): string {
  const first = new Date(`${date}T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + 1);
  return first.toISOString().slice(0, 10);
}
