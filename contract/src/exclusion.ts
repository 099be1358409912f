import { type Static, Type } from 'typebox';
import { Artist } from './artist.ts';
import { Count, Id, Instant, Nullable, Shape } from './shape.ts';
import { Track } from './track.ts';

/** What a listener may not want counted. */
export const ExclusionKind = Type.Union([
  Type.Literal('track'),
  Type.Literal('artist'),
  Type.Literal('playlist'),
]);
export type ExclusionKind = Static<typeof ExclusionKind>;

/** `id` is that of the track, artist or playlist. */
export const ExclusionInput = Shape({ kind: ExclusionKind, id: Id });
export type ExclusionInput = Static<typeof ExclusionInput>;

/**
 * A track (as its whole recording), an artist (all tracks that name them) or a playlist (what is in it now, as whole recordings) whose plays a
 * listener does not want counted, played before or after. What it is stands under its kind, the others are null. `plays`: how many of
 * the listener's plays would be counted but for it, and but for others like it.
 */
export const Exclusion = Shape({
  id: Id,
  kind: ExclusionKind,
  createdAt: Instant,
  plays: Count,
  track: Nullable(Track),
  artist: Nullable(Artist),
  playlist: Nullable(
    Shape({
      id: Id,
      spotifyId: Type.String(),
      name: Nullable(Type.String()),
      imageUrl: Nullable(Type.String()),
    }),
  ),
});
export type Exclusion = Static<typeof Exclusion>;
