import type { Album, Artist, Episode, LocalFile, Track } from '../catalogue.ts';
import { elementAt } from '../element-at.ts';
import type { World } from '../world.ts';

const MARKETS = ['AT', 'DE', 'ES', 'FR', 'GB', 'JP', 'SE', 'US'];
const IMAGE_SIZES = [640, 300, 64];

/** Link to the thing on Spotify's own site, its URI, its id and type. */
function identity(world: World, type: string, id: string) {
  return {
    external_urls: { spotify: `https://open.spotify.com/${type}/${id}` },
    href: `${world.apiUrl}/v1/${type}s/${id}`,
    id,
    type,
    uri: `spotify:${type}:${id}`,
  };
}

/** Three sizes of a picture that the simulator draws itself, or what stands in their place. */
export function images(world: World, id: string, look: Album['images']) {
  if (look === 'null') return null;
  if (look === 'none') return [];
  return IMAGE_SIZES.map((size) => ({
    url: `${world.apiUrl}/image/${id}/${size}.svg`,
    height: size,
    width: size,
  }));
}

/** An artist as named on a track or album. */
export function simplifiedArtist(world: World, artist: Artist) {
  return { ...identity(world, 'artist', artist.id), name: artist.name };
}

/** An artist in full. */
export function fullArtist(world: World, artist: Artist) {
  const shape = {
    ...simplifiedArtist(world, artist),
    genres: artist.genres,
    images: images(world, artist.id, 'pictures'),
  };
  if (world.profile === 'development') return shape;
  return { ...shape, followers: { href: null, total: artist.followers }, popularity: artist.popularity };
}

function artistsAt(world: World, indexes: number[]) {
  return indexes.map((index) => simplifiedArtist(world, elementAt(world.catalogue.artists, index)));
}

/** An album as carried by a track. */
export function simplifiedAlbum(world: World, album: Album) {
  const shape = {
    ...identity(world, 'album', album.id),
    album_type: album.type,
    artists: artistsAt(world, album.artistIndexes),
    images: images(world, album.id, album.images),
    name: album.name,
    release_date: album.releaseDate,
    release_date_precision: album.releaseDate.length === 4 ? 'year' : 'day',
    total_tracks: album.trackIndexes.length,
  };
  return world.profile === 'development' ? shape : { ...shape, available_markets: MARKETS };
}

/** An album in full, with its tracks. */
export function fullAlbum(world: World, album: Album, market: string | undefined) {
  const { tracks } = world.catalogue;
  const shape = {
    ...simplifiedAlbum(world, album),
    copyrights: [{ text: `℗ ${album.label}`, type: 'P' }],
    external_ids: { upc: album.upc },
    genres: [],
    tracks: {
      href: `${world.apiUrl}/v1/albums/${album.id}/tracks?offset=0&limit=50`,
      items: album.trackIndexes.map((index) => simplifiedTrack(world, elementAt(tracks, index), market)),
      limit: 50,
      next: null,
      offset: 0,
      previous: null,
      total: album.trackIndexes.length,
    },
  };
  return world.profile === 'development' ? shape : { ...shape, label: album.label, popularity: 40 };
}

function simplifiedTrack(world: World, track: Track, market: string | undefined) {
  const shape = {
    ...identity(world, 'track', track.id),
    artists: artistsAt(world, track.artistIndexes),
    disc_number: 1,
    duration_ms: track.durationMs,
    explicit: track.explicit,
    is_local: false,
    name: track.name,
    preview_url: null,
    track_number: track.trackNumber,
    ...(market !== undefined && playability(track)),
  };
  if (world.profile === 'development' || market !== undefined) return shape;
  return { ...shape, available_markets: track.playable ? MARKETS : [] };
}

function playability(track: Track) {
  return track.playable ? { is_playable: true } : { is_playable: false, restrictions: { reason: 'market' } };
}

/** A track in full. With a market it may come under its other id, and says whether it can be played. */
export function fullTrack(world: World, asked: Track, market: string | undefined) {
  const { tracks, albums } = world.catalogue;
  const { relinkedIndex } = asked;
  const isRelinked = market !== undefined && relinkedIndex !== undefined && relinkedIndex < asked.index;
  const track = isRelinked ? elementAt(tracks, relinkedIndex) : asked;
  const shape = {
    ...simplifiedTrack(world, track, market),
    album: simplifiedAlbum(world, elementAt(albums, track.albumIndex)),
    external_ids: { isrc: track.isrc },
  };
  if (world.profile === 'development') return shape;
  const linked = isRelinked ? { linked_from: identity(world, 'track', asked.id) } : {};
  return { ...shape, ...linked, popularity: track.popularity };
}

/** A file on the listener's disk, of which Spotify knows only the names. */
export function localTrack(world: World, file: LocalFile) {
  const artist = { external_urls: {}, href: null, id: null, name: file.artist, type: 'artist', uri: null };
  const shape = {
    album: {
      album_type: null,
      artists: [],
      external_urls: {},
      href: null,
      id: null,
      images: [],
      name: file.album,
      release_date: null,
      release_date_precision: null,
      type: 'album',
      uri: null,
    },
    artists: [artist],
    disc_number: 0,
    duration_ms: file.durationMs,
    explicit: false,
    external_ids: {},
    external_urls: {},
    href: null,
    id: null,
    is_local: true,
    name: file.title,
    preview_url: null,
    track_number: 0,
    type: 'track',
    uri: file.uri,
  };
  if (world.profile === 'development') return shape;
  const album = { ...shape.album, available_markets: [] };
  return { ...shape, album, available_markets: [], popularity: 0 };
}

/** An episode with its show. */
export function fullEpisode(world: World, episode: Episode) {
  return {
    ...identity(world, 'episode', episode.id),
    audio_preview_url: null,
    description: episode.name,
    html_description: `<p>${episode.name}</p>`,
    duration_ms: episode.durationMs,
    explicit: false,
    images: images(world, episode.id, 'pictures'),
    is_externally_hosted: false,
    is_playable: true,
    language: 'en',
    languages: ['en'],
    name: episode.name,
    release_date: '2024-02-29',
    release_date_precision: 'day',
    show: {
      ...identity(world, 'show', episode.showId),
      description: episode.showName,
      images: images(world, episode.showId, 'pictures'),
      media_type: episode.video ? 'mixed' : 'audio',
      name: episode.showName,
      publisher: 'Nobody Broadcasting',
    },
  };
}

/** Where a track was played from. */
export function context(world: World, uri: string | null) {
  if (uri === null) return null;
  const [, type = '', id = ''] = uri.split(':');
  const { external_urls, href } = identity(world, type, id);
  return { external_urls, href, type, uri };
}
