import type { WireTrack } from '../spotify/web-api.ts';

export interface ArtistDescription {
  readonly spotifyId: string | null;
  readonly name: string;
}

/** A track as Spotify describes it, or as a local file's own address does. */
export interface TrackDescription {
  readonly spotifyId: string | null;
  readonly localUri: string | null;
  readonly name: string;
  readonly durationMs: number;
  readonly isrc: string | null;
  readonly explicit: boolean | null;
  readonly artists: readonly ArtistDescription[];
  readonly album: {
    readonly spotifyId: string | null;
    readonly name: string;
    readonly imageUrl: string | null;
    readonly artist: ArtistDescription | null;
  } | null;
}

/** Describes a track of the Web API; undefined for one that has neither an id nor a local address. */
export function describeTrack(wire: WireTrack): TrackDescription | undefined {
  const isLocal = wire.is_local === true || wire.uri.startsWith('spotify:local:');
  const spotifyId = isLocal ? null : (wire.id ?? null);
  if (!isLocal && spotifyId === null) return undefined;
  return {
    spotifyId,
    localUri: isLocal ? wire.uri : null,
    name: clean(wire.name),
    durationMs: wire.duration_ms,
    isrc: wire.external_ids?.isrc ?? null,
    explicit: wire.explicit ?? null,
    artists: describeArtists(wire.artists),
    album: describeAlbum(wire.album),
  };
}

function describeArtists(artists: WireTrack['artists']): ArtistDescription[] {
  return artists
    .filter((artist) => artist.name !== '')
    .map((artist) => ({ spotifyId: spotifyId(artist.id), name: clean(artist.name) }));
}

function describeAlbum(album: WireTrack['album']): TrackDescription['album'] {
  if (!album || album.name === '') return null;
  const [artist] = describeArtists(album.artists ?? []);
  return {
    spotifyId: spotifyId(album.id),
    name: clean(album.name),
    imageUrl: pickImage(album.images ?? []),
    artist: artist ?? null,
  };
}

/** The smallest picture that is still sharp in a list: Spotify offers 640, 300 and 64 pixels. */
export function pickImage(images: readonly { url: string; width?: number | null }[]): string | null {
  const bySize = [...images].sort((a, b) => (a.width ?? 640) - (b.width ?? 640));
  const image = bySize.find(({ width }) => (width ?? 640) >= 128) ?? bySize.at(-1);
  return image !== undefined && /^https?:\/\//.test(image.url) ? image.url : null;
}

const spotifyId = (id: string | null | undefined) => (id?.length === 22 ? id : null);

/** PostgreSQL stores neither NUL nor half of a surrogate pair. */
export const clean = (text: string) => text.replaceAll('\0', '\uFFFD').toWellFormed();
