import { type Static, Type } from 'typebox';
import { Album } from './album.ts';
import { Artist } from './artist.ts';
import { Count, Day, Instant, Milliseconds, Shape } from './shape.ts';
import { Track } from './track.ts';

const totals = { plays: Count, ms: Milliseconds };

/** The whole instance in a few figures, as they were at `updatedAt`; no listener is named. */
export const GlobalSummary = Shape({
  listeners: Count,
  ...totals,
  distinctTracks: Count,
  distinctArtists: Count,
  updatedAt: Instant,
});
export type GlobalSummary = Static<typeof GlobalSummary>;

/** The instance's listening of the last 365 days, each listener by their own days. */
export const GlobalDaily = Shape({ updatedAt: Instant, items: Type.Array(Shape({ date: Day, ...totals })) });
export type GlobalDaily = Static<typeof GlobalDaily>;

/** The instance's listening by hour of the day, 24 rows, each listener by their own clock. */
export const GlobalHourly = Shape({
  updatedAt: Instant,
  items: Type.Array(Shape({ hour: Type.Integer({ minimum: 0, maximum: 23 }), ...totals })),
});
export type GlobalHourly = Static<typeof GlobalHourly>;

/**
 * The ten most played of the instance. Only what at least three listeners have played is in a list, and the host can leave the
 * lists empty: then `shown` is false.
 */
export const GlobalTop = Shape({
  shown: Type.Boolean(),
  updatedAt: Instant,
  tracks: Type.Array(Shape({ ...totals, track: Track })),
  artists: Type.Array(Shape({ ...totals, artist: Artist })),
  albums: Type.Array(Shape({ ...totals, album: Album })),
});
export type GlobalTop = Static<typeof GlobalTop>;

/** What the host decides about the instance. `globalTopShown`: whether strangers see what is played most. */
export const InstanceSettings = Shape({ globalTopShown: Type.Boolean() });
export type InstanceSettings = Static<typeof InstanceSettings>;
