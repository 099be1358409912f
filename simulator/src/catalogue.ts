import { elementAt } from './element-at.ts';
import { artistName, title } from './names.ts';
import { Random, seedOf } from './random.ts';

/** An invented artist. */
export interface Artist {
  id: string;
  name: string;
  genres: string[];
  popularity: number;
  followers: number;
}

/** An invented album; `images` says what Spotify answers there: pictures, an empty list or null. */
export interface Album {
  id: string;
  name: string;
  artistIndexes: number[];
  trackIndexes: number[];
  type: 'album' | 'single' | 'compilation';
  releaseDate: string;
  images: 'pictures' | 'none' | 'null';
  label: string;
  upc: string;
}

/** An invented track. `relinkedIndex` is the same recording under its other id, on another album. */
export interface Track {
  index: number;
  id: string;
  name: string;
  albumIndex: number;
  artistIndexes: number[];
  durationMs: number;
  explicit: boolean;
  isrc: string;
  trackNumber: number;
  popularity: number;
  playable: boolean;
  relinkedIndex: number | undefined;
}

/** A file on the listener's own disk; any name may be empty. */
export interface LocalFile {
  title: string;
  artist: string;
  album: string;
  durationMs: number;
  uri: string;
}

/** An episode of an invented podcast. */
export interface Episode {
  id: string;
  name: string;
  showId: string;
  showName: string;
  durationMs: number;
  video: boolean;
}

/** Everything that can be played, made from a seed. */
export interface Catalogue {
  artists: Artist[];
  albums: Album[];
  tracks: Track[];
  localFiles: LocalFile[];
  episodes: Episode[];
  /** Indexes of the tracks that an artist is the first artist of. */
  tracksByArtist: number[][];
  trackById: Map<string, Track>;
  albumById: Map<string, Album>;
  artistById: Map<string, Artist>;
}

const ARTIST_COUNT = 260;
const GENRES = ['dream pop', 'nu jazz', 'krautrock', 'lo-fi', 'chanson', 'afro house', 'folk noir', 'drill'];

/** Invents a catalogue of about sixteen tracks for each artist, four thousand in all unless there are more artists. */
export function createCatalogue(seed: number, artistCount = ARTIST_COUNT): Catalogue {
  const random = new Random(seedOf(seed, 'catalogue'));
  const catalogue: Catalogue = {
    artists: [],
    albums: [],
    tracks: [],
    localFiles: inventLocalFiles(random),
    episodes: inventEpisodes(random),
    tracksByArtist: [],
    trackById: new Map(),
    albumById: new Map(),
    artistById: new Map(),
  };
  const names = new Set<string>();
  while (names.size < artistCount) names.add(artistName(random));
  for (const name of names) {
    catalogue.artists.push(inventArtist(name, random));
    catalogue.tracksByArtist.push([]);
  }
  for (let artistIndex = 0; artistIndex < artistCount; artistIndex += 1) {
    const albumCount = random.between(1, 4);
    for (let count = 0; count < albumCount; count += 1) addAlbum(catalogue, artistIndex, random);
  }
  reissueSomeAlbums(catalogue, random);
  for (const artist of catalogue.artists) catalogue.artistById.set(artist.id, artist);
  for (const album of catalogue.albums) catalogue.albumById.set(album.id, album);
  for (const track of catalogue.tracks) catalogue.trackById.set(track.id, track);
  return catalogue;
}

function inventArtist(name: string, random: Random): Artist {
  const popularity = random.between(5, 85);
  return {
    id: random.id(),
    name,
    genres: random.chance(0.3) ? [] : [random.pick(GENRES)],
    popularity,
    followers: popularity * popularity * random.between(20, 900),
  };
}

function addAlbum(catalogue: Catalogue, artistIndex: number, random: Random): void {
  const type = random.chance(0.25) ? 'single' : random.chance(0.06) ? 'compilation' : 'album';
  const year = random.between(1971, 2026);
  const day = `-${pad(random.between(1, 13))}-${pad(random.between(1, 29))}`;
  const look = random.next();
  const album: Album = {
    id: random.id(),
    name: title(random),
    artistIndexes: [artistIndex],
    trackIndexes: [],
    type,
    releaseDate: random.chance(0.12) ? `${year}` : year + day,
    images: look < 0.03 ? 'null' : look < 0.07 ? 'none' : 'pictures',
    label: title(random),
    upc: `${random.between(100_000, 999_999)}${random.between(100_000, 999_999)}`,
  };
  const albumIndex = catalogue.albums.push(album) - 1;
  const trackCount = type === 'single' ? random.between(1, 4) : random.between(7, 15);
  for (let number = 1; number <= trackCount; number += 1) {
    addTrack(catalogue, albumIndex, inventTrack(artistIndex, number, year, random, catalogue.artists.length));
  }
}

type TrackDraft = Omit<Track, 'index' | 'albumIndex'>;

function inventTrack(
  artistIndex: number,
  trackNumber: number,
  year: number,
  random: Random,
  artistCount: number,
): TrackDraft {
  const guest = random.between(0, artistCount);
  const guests = random.chance(0.15) && guest !== artistIndex ? [guest] : [];
  return {
    id: random.id(),
    name: title(random),
    artistIndexes: [artistIndex, ...guests],
    durationMs: inventDuration(random),
    explicit: random.chance(0.12),
    isrc: `QZ${random.id(3).toUpperCase()}${pad(year % 100)}${random.between(10_000, 99_999)}`,
    trackNumber,
    popularity: random.between(0, 90),
    playable: !random.chance(0.015),
    relinkedIndex: undefined,
  };
}

function inventDuration(random: Random): number {
  const kind = random.next();
  if (kind < 0.015) return random.between(9_000, 29_500);
  if (kind < 0.03) return random.between(420_000, 900_000);
  return 80_000 + Math.floor((random.next() + random.next()) * 130_000);
}

function addTrack(catalogue: Catalogue, albumIndex: number, draft: TrackDraft): Track {
  const track: Track = { ...draft, albumIndex, index: catalogue.tracks.length };
  catalogue.tracks.push(track);
  elementAt(catalogue.albums, albumIndex).trackIndexes.push(track.index);
  elementAt(catalogue.tracksByArtist, elementAt(track.artistIndexes, 0)).push(track.index);
  return track;
}

function reissueSomeAlbums(catalogue: Catalogue, random: Random): void {
  for (const original of catalogue.albums.slice()) {
    if (original.type !== 'album' || !random.chance(0.06)) continue;
    const reissue: Album = {
      ...original,
      id: random.id(),
      name: `${original.name} (Deluxe Edition)`,
      trackIndexes: [],
      upc: `${original.upc.slice(0, -2)}99`,
    };
    const albumIndex = catalogue.albums.push(reissue) - 1;
    for (const index of original.trackIndexes) {
      const track = elementAt(catalogue.tracks, index);
      const durationMs = track.durationMs + random.between(-800, 800);
      const again = addTrack(catalogue, albumIndex, { ...track, id: random.id(), durationMs });
      again.relinkedIndex = track.index;
      track.relinkedIndex = again.index;
    }
  }
}

function inventLocalFiles(random: Random): LocalFile[] {
  return Array.from({ length: 40 }, (_, index) => {
    const file = {
      title: title(random),
      artist: index % 7 === 3 ? '' : artistName(random),
      album: index % 5 === 2 ? '' : `${title(random)} (tape)`,
    };
    return localFile(file.title, file.artist, file.album, random.between(60, 420) * 1000);
  });
}

/** A local file with the URI that Spotify gives it: form-encoded parts, whole seconds last. */
export function localFile(name: string, artist: string, album: string, durationMs: number): LocalFile {
  const parts = [artist, album, name].map((part) =>
    new URLSearchParams({ part }).toString().slice('part='.length),
  );
  const uri = `spotify:local:${parts.join(':')}:${Math.floor(durationMs / 1000)}`;
  return { title: name, artist, album, durationMs, uri };
}

function inventEpisodes(random: Random): Episode[] {
  const episodes: Episode[] = [];
  for (let show = 0; show < 5; show += 1) {
    const showId = random.id();
    const showName = `The ${title(random)} Hour`;
    for (let number = 1; number <= 30; number += 1) {
      const name = `#${number} ${title(random)}`;
      const durationMs = random.between(900, 4_200) * 1000 + random.between(0, 1000);
      episodes.push({ id: random.id(), name, showId, showName, durationMs, video: show === 4 });
    }
  }
  return episodes;
}

function pad(number: number): string {
  return `${number}`.padStart(2, '0');
}
