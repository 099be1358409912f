import { Type, type TProperties, type TSchema } from 'typebox';

/** An object with these fields and no others. */
export const strict = (properties: TProperties) => Type.Object(properties, { additionalProperties: false });
/** The same or null. */
export const nullable = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const spotifyId = Type.String({ pattern: '^[0-9A-Za-z]{22}$' });
/** An absolute address. */
export const url = Type.String({ pattern: '^https?://' });
/** The link to Spotify's own site. */
export const externalUrls = strict({ spotify: url });
/** A whole number from 0. */
export const count = Type.Integer({ minimum: 0 });
/** One size of a picture. */
export const image = strict({ url, height: count, width: count });
/** How many follow. */
export const followers = strict({ href: Type.Null(), total: count });

/** What every thing on Spotify has. */
export const identified = (type: string) => ({
  external_urls: externalUrls,
  href: url,
  id: spotifyId,
  type: Type.Literal(type),
  uri: Type.String({ pattern: `^spotify:${type}:` }),
});

/** A page of a longer list. */
export const page = (items: TSchema) =>
  strict({
    href: url,
    items: Type.Array(items),
    limit: count,
    next: nullable(url),
    offset: count,
    previous: nullable(url),
    total: count,
  });

/** An episode with its show. */
export const episode = strict({
  ...identified('episode'),
  audio_preview_url: Type.Null(),
  description: Type.String(),
  html_description: Type.String(),
  duration_ms: count,
  explicit: Type.Boolean(),
  images: Type.Array(image),
  is_externally_hosted: Type.Boolean(),
  is_playable: Type.Boolean(),
  language: Type.String(),
  languages: Type.Array(Type.String()),
  name: Type.String(),
  release_date: Type.String(),
  release_date_precision: Type.String(),
  show: strict({
    ...identified('show'),
    description: Type.String(),
    images: Type.Array(image),
    media_type: Type.String(),
    name: Type.String(),
    publisher: Type.String(),
  }),
});

/** Tracks, albums and artists, as an older app or one in Development Mode may see them. */
export function mediaSchemas(older: boolean) {
  const markets = Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }));
  const simplifiedArtist = strict({ ...identified('artist'), name: Type.String() });
  const artist = strict({
    ...identified('artist'),
    name: Type.String(),
    genres: Type.Array(Type.String()),
    images: Type.Array(image),
    ...(older && { followers, popularity: count }),
  });
  const albumFields = {
    ...identified('album'),
    album_type: Type.Union(['album', 'single', 'compilation'].map((type) => Type.Literal(type))),
    artists: Type.Array(simplifiedArtist, { minItems: 1 }),
    images: nullable(Type.Array(image)),
    name: Type.String(),
    release_date: Type.String({ pattern: '^\\d{4}(-\\d\\d-\\d\\d)?$' }),
    release_date_precision: Type.Union([Type.Literal('year'), Type.Literal('day')]),
    total_tracks: Type.Integer({ minimum: 1 }),
    ...(older && { available_markets: markets }),
  };
  const trackFields = {
    ...identified('track'),
    artists: Type.Array(simplifiedArtist, { minItems: 1 }),
    disc_number: count,
    duration_ms: count,
    explicit: Type.Boolean(),
    is_local: Type.Literal(false),
    is_playable: Type.Optional(Type.Boolean()),
    name: Type.String(),
    preview_url: Type.Null(),
    restrictions: Type.Optional(strict({ reason: Type.String() })),
    track_number: count,
    ...(older && { available_markets: Type.Optional(markets) }),
  };
  const album = strict({
    ...albumFields,
    copyrights: Type.Array(strict({ text: Type.String(), type: Type.String() })),
    external_ids: strict({ upc: Type.String() }),
    genres: Type.Array(Type.String()),
    tracks: page(strict(trackFields)),
    ...(older && { label: Type.String(), popularity: count }),
  });
  const track = strict({
    ...trackFields,
    album: strict(albumFields),
    external_ids: strict({ isrc: Type.String({ pattern: '^[A-Z0-9]{12}$' }) }),
    ...(older && { popularity: count, linked_from: Type.Optional(strict(identified('track'))) }),
  });
  return { artist, album, simplifiedAlbum: strict(albumFields), track, local: localSchema(older), episode };
}

function localSchema(older: boolean) {
  const nobody = { external_urls: strict({}), href: Type.Null(), id: Type.Null() };
  const artist = { ...nobody, name: Type.String(), type: Type.Literal('artist'), uri: Type.Null() };
  const album = {
    ...nobody,
    album_type: Type.Null(),
    artists: Type.Array(Type.Never()),
    images: Type.Array(Type.Never()),
    name: Type.String(),
    release_date: Type.Null(),
    release_date_precision: Type.Null(),
    type: Type.Literal('album'),
    uri: Type.Null(),
    ...(older && { available_markets: Type.Array(Type.Never()) }),
  };
  return strict({
    ...nobody,
    album: strict(album),
    artists: Type.Array(strict(artist)),
    disc_number: count,
    duration_ms: count,
    explicit: Type.Boolean(),
    external_ids: strict({}),
    is_local: Type.Literal(true),
    name: Type.String(),
    preview_url: Type.Null(),
    track_number: count,
    type: Type.Literal('track'),
    uri: Type.String({ pattern: '^spotify:local:[^: ]*:[^: ]*:[^: ]*:\\d+$' }),
    ...(older && { available_markets: Type.Array(Type.Never()), popularity: count }),
  });
}
