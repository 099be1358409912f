import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Missing, WireTrack } from './web-api.ts';

/** The parts of the Web API's answers about playlists that we read; see `web-api.ts`. */
const Images = Missing(Type.Array(Type.Object({ url: Type.String(), width: Missing(Type.Number()) })));
const Owner = Missing(Type.Object({ display_name: Missing(Type.String()), id: Missing(Type.String()) }));

const WirePlaylist = Type.Object({
  name: Type.String(),
  snapshot_id: Type.String(),
  owner: Owner,
  images: Images,
});
const OnePlaylist = Compile(WirePlaylist);

/** What Spotify says of a playlist, its contents apart. */
export interface PlaylistDescription {
  readonly name: string;
  readonly snapshotId: string;
  readonly ownerName: string | null;
  readonly images: readonly { url: string; width?: number | null }[];
}

const describe = (wire: {
  name: string;
  owner?: { display_name?: string | null; id?: string | null } | null;
  images?: { url: string; width?: number | null }[] | null;
}) => ({
  name: wire.name,
  ownerName: wire.owner?.display_name ?? wire.owner?.id ?? null,
  images: wire.images ?? [],
});

/** An answer of `playlists/{id}`, or undefined when it is not such an answer. */
export function parsePlaylist(answer: unknown): PlaylistDescription | undefined {
  return OnePlaylist.Check(answer) ? { ...describe(answer), snapshotId: answer.snapshot_id } : undefined;
}

/** A row of a playlist. Of rows that are `missing` Spotify tells nothing that can be read. */
export type WirePlaylistRow =
  | { readonly kind: 'episode' | 'missing' }
  | {
      readonly kind: 'track';
      readonly track: WireTrack;
      readonly isPlayable: boolean;
      readonly addedAt: Date | null;
    };

const Page = <T extends TSchema>(row: T) =>
  Compile(Type.Object({ items: Type.Array(row), total: Type.Integer({ minimum: 0 }) }));
const AnyPage = Page(Type.Unknown());
const Row = Compile(
  // Newer apps say `item`, older ones `track`, or both.
  Type.Object({
    added_at: Missing(Type.String()),
    item: Type.Optional(Type.Unknown()),
    track: Type.Optional(Type.Unknown()),
  }),
);
const Track = Compile(WireTrack);
const Episode = Compile(Type.Object({ type: Type.Literal('episode') }));
const Playability = Compile(
  Type.Object({
    is_playable: Missing(Type.Boolean()),
    available_markets: Missing(Type.Array(Type.String())),
  }),
);

/** The rows of an answer of `playlists/{id}/items` or `/tracks`, or undefined when it is not such an answer. */
export function parsePlaylistRows(answer: unknown): { rows: WirePlaylistRow[]; total: number } | undefined {
  if (!AnyPage.Check(answer)) return undefined;
  return { rows: answer.items.map(parseRow), total: answer.total };
}

function parseRow(row: unknown): WirePlaylistRow {
  if (!Row.Check(row)) return { kind: 'missing' };
  const content = row.item ?? row.track;
  if (Episode.Check(content)) return { kind: 'episode' };
  if (!Track.Check(content)) return { kind: 'missing' };
  const addedAt = new Date(row.added_at ?? Number.NaN);
  return {
    kind: 'track',
    track: content,
    isPlayable: isPlayable(content),
    // Spotify dates what was added before it kept the time to 1970.
    addedAt: addedAt.getTime() > 0 ? addedAt : null,
  };
}

/** Where a market is asked for, `is_playable` should tell; now and then it does not, and the list of markets is empty. */
function isPlayable(track: unknown): boolean {
  if (!Playability.Check(track)) return true;
  return track.is_playable ?? track.available_markets?.length !== 0;
}

const Counted = Missing(Type.Object({ total: Missing(Type.Integer({ minimum: 0 })) }));
const LibraryPlaylist = Compile(
  Type.Object({
    id: Type.String({ minLength: 22, maxLength: 22 }),
    name: Type.String(),
    owner: Owner,
    images: Images,
    items: Counted,
    tracks: Counted,
  }),
);

/** The playlists of an answer of `me/playlists`, or undefined when it is not such an answer. */
export function parseLibrary(answer: unknown) {
  if (!AnyPage.Check(answer)) return undefined;
  const playlists = answer.items.flatMap((row) => {
    if (!LibraryPlaylist.Check(row)) return [];
    const trackCount = row.items?.total ?? row.tracks?.total ?? null;
    return [{ ...describe(row), spotifyId: row.id, trackCount }];
  });
  return { playlists, total: answer.total };
}
