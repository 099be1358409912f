import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';

/**
 * The parts of the Web API's answers that we read. Everything that Spotify has removed or may leave out is optional,
 * unknown members are passed over, and a row that does not fit is skipped by itself.
 * Source: Spotify's Web API reference, and what it really sends.
 */
export const Missing = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));

const WireArtist = Type.Object({ id: Missing(Type.String()), name: Type.String() });

const WireAlbum = Type.Object({
  id: Missing(Type.String()),
  name: Type.String(),
  images: Missing(Type.Array(Type.Object({ url: Type.String(), width: Missing(Type.Number()) }))),
  artists: Missing(Type.Array(WireArtist)),
});

export const WireTrack = Type.Object({
  id: Missing(Type.String({ minLength: 22, maxLength: 22 })),
  uri: Type.String(),
  name: Type.String(),
  is_local: Missing(Type.Boolean()),
  duration_ms: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
  explicit: Missing(Type.Boolean()),
  artists: Type.Array(WireArtist),
  album: Missing(WireAlbum),
  external_ids: Missing(Type.Object({ isrc: Missing(Type.String()) })),
});
export type WireTrack = Static<typeof WireTrack>;

const PlayHistory = Compile(Type.Object({ track: WireTrack, played_at: Type.String() }));
export interface WirePlay {
  readonly track: WireTrack;
  readonly playedAt: Date;
}

const RecentlyPlayed = Compile(Type.Object({ items: Type.Array(Type.Unknown()) }));

/** The plays of an answer of `recently-played`, or undefined when it is not such an answer. */
export function parseRecentlyPlayed(answer: unknown): WirePlay[] | undefined {
  if (!RecentlyPlayed.Check(answer)) return undefined;
  return answer.items.flatMap((row) => {
    if (!PlayHistory.Check(row)) return [];
    const playedAt = new Date(row.played_at);
    return Number.isNaN(playedAt.getTime()) ? [] : [{ track: row.track, playedAt }];
  });
}

const OneTrack = Compile(WireTrack);

/** An answer of `tracks/{id}`, or undefined when it is not such an answer. */
export const parseTrack = (answer: unknown): WireTrack | undefined =>
  OneTrack.Check(answer) ? answer : undefined;

const Tracks = Compile(Type.Object({ tracks: Type.Array(Type.Unknown()) }));

/** The tracks of an answer of `tracks?ids=`, null where Spotify knows none, undefined where it cannot be read. */
export function parseTracks(answer: unknown): (WireTrack | null | undefined)[] | undefined {
  if (!Tracks.Check(answer)) return undefined;
  return answer.tracks.map((track) => (track === null ? null : parseTrack(track)));
}

const FoundTracks = Compile(Type.Object({ tracks: Type.Object({ items: Type.Array(Type.Unknown()) }) }));

/** The tracks of an answer of `search`, the best first, or undefined when it is not such an answer. */
export function parseFoundTracks(answer: unknown): WireTrack[] | undefined {
  if (!FoundTracks.Check(answer)) return undefined;
  return answer.tracks.items.flatMap((track) => parseTrack(track) ?? []);
}

const CurrentlyPlaying = Compile(
  Type.Object({
    currently_playing_type: Type.String(),
    is_playing: Type.Boolean(),
    progress_ms: Missing(Type.Number()),
    item: Type.Optional(Type.Unknown()),
  }),
);
/** What plays, or is paused. `track` is null for an advertisement, an episode, and where Spotify does not tell what it is. */
export interface WirePlayback {
  readonly track: WireTrack | null;
  readonly isKnown: boolean;
  readonly progressMs: number;
  readonly isPlaying: boolean;
}

/** An answer of `currently-playing` with a body, or undefined when it is not such an answer. */
export function parseCurrentlyPlaying(answer: unknown): WirePlayback | undefined {
  if (!CurrentlyPlaying.Check(answer)) return undefined;
  const { currently_playing_type: type, item, progress_ms: progressMs, is_playing: isPlaying } = answer;
  const track = type === 'track' && OneTrack.Check(item) ? item : null;
  const isKnown = track !== null || type === 'ad' || type === 'episode';
  return { track, isKnown, progressMs: Math.max(0, Math.round(progressMs ?? 0)), isPlaying };
}

const Profile = Compile(
  Type.Object({
    id: Type.String(),
    account_id: Missing(Type.String()),
    display_name: Missing(Type.String()),
  }),
);

/** Who the listener is at Spotify. */
export interface SpotifyProfile {
  /** The immutable `account_id` where it is given, else the id of the profile. */
  spotifyUserId: string;
  /** What stands in the address of the profile page. */
  profileId: string;
  displayName: string | null;
}

export function parseProfile(answer: unknown): SpotifyProfile | undefined {
  if (!Profile.Check(answer)) return undefined;
  return {
    spotifyUserId: answer.account_id ?? answer.id,
    profileId: answer.id,
    displayName: answer.display_name ?? null,
  };
}
