import { Type } from 'typebox';
import type { Profile } from '../world.ts';
import {
  count,
  episode,
  externalUrls,
  followers,
  identified,
  image,
  mediaSchemas,
  nullable,
  page,
  strict,
  url,
} from './media-schemas.ts';

const instantText = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z$' });

const user = {
  external_urls: externalUrls,
  href: url,
  id: Type.String(),
  type: Type.Literal('user'),
  uri: Type.String(),
};

const context = nullable(
  strict({ external_urls: externalUrls, href: url, type: Type.String(), uri: Type.String() }),
);

/** Schemas that admit exactly the fields an app of the profile may see: what answers are held against in tests. */
export function answerSchemas(profile: Profile) {
  const older = profile === 'older-app';
  const media = mediaSchemas(older);
  return { ...media, ...playerSchemas(media), ...playlistSchemas(older, media), me: meSchema(older) };
}

function meSchema(older: boolean) {
  return strict({
    ...user,
    account_id: Type.String({ minLength: 1 }),
    display_name: nullable(Type.String()),
    images: Type.Array(image),
    ...(older && {
      followers,
      country: Type.Optional(Type.String()),
      email: Type.Optional(Type.String()),
      product: Type.Optional(Type.String()),
      explicit_content: Type.Optional(
        strict({ filter_enabled: Type.Boolean(), filter_locked: Type.Boolean() }),
      ),
    }),
  });
}

function playerSchemas({ track, local }: ReturnType<typeof mediaSchemas>) {
  const playedRow = strict({
    track: nullable(Type.Union([track, local])),
    played_at: Type.String({ pattern: '\\.\\d{3}Z$' }),
    context,
  });
  const current = {
    timestamp: count,
    context,
    progress_ms: count,
    item: nullable(Type.Union([track, local, episode])),
    currently_playing_type: Type.Union(
      ['track', 'episode', 'ad', 'unknown'].map((type) => Type.Literal(type)),
    ),
    actions: strict({ disallows: Type.Record(Type.String(), Type.Boolean()) }),
    is_playing: Type.Boolean(),
  };
  const device = strict({
    id: nullable(Type.String()),
    is_active: Type.Boolean(),
    is_private_session: Type.Boolean(),
    is_restricted: Type.Boolean(),
    name: Type.String(),
    supports_volume: Type.Boolean(),
    type: Type.String(),
    volume_percent: nullable(count),
  });
  return {
    recentlyPlayed: strict({
      items: Type.Array(playedRow),
      next: nullable(url),
      cursors: nullable(strict({ after: Type.String(), before: Type.String() })),
      limit: count,
      href: url,
    }),
    currentlyPlaying: strict(current),
    playbackState: strict({
      ...current,
      device,
      repeat_state: Type.String(),
      shuffle_state: Type.Boolean(),
      smart_shuffle: Type.Boolean(),
    }),
  };
}

function playlistSchemas(older: boolean, { track, local }: ReturnType<typeof mediaSchemas>) {
  const content = nullable(Type.Union([track, local, episode]));
  const row = strict({
    added_at: nullable(instantText),
    added_by: nullable(strict(user)),
    is_local: Type.Boolean(),
    item: content,
    primary_color: Type.Null(),
    video_thumbnail: strict({ url: Type.Null() }),
    ...(older && { track: content }),
  });
  const playlistFields = {
    ...identified('playlist'),
    collaborative: Type.Boolean(),
    description: Type.String(),
    images: nullable(Type.Array(image)),
    name: Type.String(),
    owner: strict({ ...user, display_name: nullable(Type.String()) }),
    primary_color: Type.Null(),
    public: nullable(Type.Boolean()),
    snapshot_id: Type.String({ minLength: 1 }),
  };
  const reference = strict({ href: url, total: count });
  const rows = page(row);
  return {
    rows,
    playlist: strict({ ...playlistFields, followers, items: rows, ...(older && { tracks: rows }) }),
    foreignPlaylist: strict({ ...playlistFields, followers }),
    myPlaylists: page(strict({ ...playlistFields, items: reference, ...(older && { tracks: reference }) })),
  };
}

/** Every JSON error of the Web API. */
export const errorSchema = strict({
  error: strict({ status: count, message: Type.String(), reason: Type.Optional(Type.String()) }),
});

/** Every answer of the token endpoint that grants something. */
export const tokenSchema = strict({
  access_token: Type.String({ minLength: 100 }),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Literal(3600),
  refresh_token: Type.Optional(Type.String({ minLength: 100 })),
  scope: Type.String(),
});

/** Every refusal of the token endpoint. */
export const grantErrorSchema = strict({ error: Type.String(), error_description: Type.String() });
