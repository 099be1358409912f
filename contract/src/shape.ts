import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';

/** A closed object: unknown members are refused on the way in and dropped on the way out. */
export const Shape = <P extends TProperties>(properties: P): TObject<P> =>
  Type.Object(properties, { additionalProperties: false });

/** A value that may be absent but is then spelled out as `null`. */
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Our own identifier of a row. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** An instant: UTC, ISO 8601 with `Z` and milliseconds. */
export const Instant = Type.String({ format: 'date-time' });

/** A day of the listener's time zone, `YYYY-MM-DD`. */
export const Day = Type.String({ format: 'date' });

/** A duration or a sum of listening in milliseconds. */
export const Milliseconds = Type.Integer({ minimum: 0 });

/** How many of something there are. */
export const Count = Type.Integer({ minimum: 0 });

/** The half-open range of days `[from, to)` in the listener's time zone; either end may be left open. */
export const periodQuery = { from: Type.Optional(Day), to: Type.Optional(Day) };

/** Of whose plays alone an answer is to be; a track stands for its whole recording. */
export const focusQuery = {
  trackId: Type.Optional(Id),
  artistId: Type.Optional(Id),
  albumId: Type.Optional(Id),
};

/** A page of a list that is walked by a cursor: `nextCursor` is null at the end. */
export const CursorPage = <T extends TSchema>(row: T) =>
  Shape({ items: Type.Array(row), nextCursor: Nullable(Type.String()) });

/** A page of a list that is reached by an offset, with the length of the whole list. */
export const OffsetPage = <T extends TSchema>(row: T) => Shape({ items: Type.Array(row), total: Count });

export const limitQuery = { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })) };
export const cursorQuery = { cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) };
export const offsetQuery = {
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 })),
};

/** The order of the rows of a leaderboard. */
export const sortQuery = {
  sort: Type.Optional(
    Type.Union([Type.Literal('plays'), Type.Literal('ms'), Type.Literal('name'), Type.Literal('lastPlayed')]),
  ),
  order: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
  search: Type.Optional(Type.String({ maxLength: 200 })),
};

export const idParams = Shape({ id: Id });

export type { Static };
