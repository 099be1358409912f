import type { AlbumDetail, ArtistDetail, TrackDetail } from '@analytics/contract/detail';
import { queryOptions } from '@tanstack/react-query';
import {
  albumDescription,
  artistDescription,
  type LeaderboardKind,
  trackDescription,
} from '../../api/leaderboard.ts';
import { request } from '../../api/request.ts';
import type { Focus } from '../../api/stats.ts';
import type { ListedEntry } from '../../listening/entry-list.tsx';

/** What else the plays of a track, artist or album are plays of. */
interface Related {
  title: string;
  kind: LeaderboardKind;
  entries: ListedEntry[];
}

type Figures = Pick<
  TrackDetail,
  'plays' | 'ms' | 'rank' | 'share' | 'lastPlayedAt' | 'discoveredOn' | 'bestMonth'
>;

/** All that is known of one track, artist or album. */
export interface Detail {
  name: string;
  imageUrl: string | null;
  spotifyUrl: string | null;
  artists: { id: number; name: string }[];
  album: { id: number; name: string } | null;
  /** Over counted plays of all time. */
  figures: Figures;
  /** How many tracks of it were played, and of an artist on how many albums. */
  distinctTracks: number | null;
  distinctAlbums: number | null;
  related: Related[];
  /** The other tracks that are the same recording. */
  versions: TrackDetail['versions'];
}

type Row = Pick<ListedEntry, 'plays' | 'ms'>;

/** Rows as the server has ordered them, by their plays. */
const ranked = <T extends Row>(
  rows: T[],
  describe: (row: T) => Pick<ListedEntry, 'id' | 'name' | 'byline' | 'imageUrl' | 'spotifyUrl'>,
): ListedEntry[] =>
  rows.map((row, index) => ({ ...describe(row), plays: row.plays, ms: row.ms, rank: index + 1 }));
const rankedTracks = (rows: AlbumDetail['topTracks']) => ranked(rows, (row) => trackDescription(row.track));
const rankedArtists = (rows: TrackDetail['artists']) => ranked(rows, (row) => artistDescription(row.artist));
const rankedAlbums = (rows: TrackDetail['albums']) => ranked(rows, (row) => albumDescription(row.album));

/** One alone has the figures of the page itself, and is named in its heading. */
const unlessOne = (entries: ListedEntry[]): ListedEntry[] => (entries.length === 1 ? [] : entries);

const ofTrack = ({ track, artists, albums, versions, ...figures }: TrackDetail): Detail => ({
  ...track,
  imageUrl: track.album?.imageUrl ?? null,
  figures,
  distinctTracks: null,
  distinctAlbums: null,
  related: [
    { title: 'Artists', kind: 'artists', entries: unlessOne(rankedArtists(artists)) },
    { title: 'Albums', kind: 'albums', entries: unlessOne(rankedAlbums(albums)) },
  ],
  versions,
});

const ofArtist = ({ artist, topTracks, topAlbums, ...figures }: ArtistDetail): Detail => ({
  ...artist,
  artists: [],
  album: null,
  figures,
  distinctTracks: figures.distinctTracks,
  distinctAlbums: figures.distinctAlbums,
  related: [
    { title: 'Top tracks', kind: 'tracks', entries: rankedTracks(topTracks) },
    { title: 'Top albums', kind: 'albums', entries: rankedAlbums(topAlbums) },
  ],
  versions: [],
});

const ofAlbum = ({ album, topTracks, artists, ...figures }: AlbumDetail): Detail => ({
  ...album,
  album: null,
  figures,
  distinctTracks: figures.distinctTracks,
  distinctAlbums: null,
  related: [
    { title: 'Tracks', kind: 'tracks', entries: rankedTracks(topTracks) },
    { title: 'Artists', kind: 'artists', entries: unlessOne(rankedArtists(artists)) },
  ],
  versions: [],
});

const fetchDetail: Record<LeaderboardKind, (id: number, signal: AbortSignal) => Promise<Detail>> = {
  tracks: async (id, signal) => ofTrack(await request('GET /api/tracks/{id}', { params: { id }, signal })),
  artists: async (id, signal) => ofArtist(await request('GET /api/artists/{id}', { params: { id }, signal })),
  albums: async (id, signal) => ofAlbum(await request('GET /api/albums/{id}', { params: { id }, signal })),
};

/** One track, artist or album. */
export const detailQuery = (kind: LeaderboardKind, id: number) =>
  queryOptions({
    queryKey: ['stats', 'detail', kind, id],
    queryFn: ({ signal }) => fetchDetail[kind](id, signal),
  });

/** Its plays, for statistics and lists. */
export const focusOn = (kind: LeaderboardKind, id: number): Focus =>
  ({ tracks: { trackId: id }, artists: { artistId: id }, albums: { albumId: id } })[kind];
