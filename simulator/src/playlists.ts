import type { Catalogue } from './catalogue.ts';
import { elementAt } from './element-at.ts';
import type { Listener } from './listener.ts';
import { favouritesPlaylistId } from './listening-day.ts';
import { Random, seedOf } from './random.ts';
import { favouriteTrack } from './taste.ts';

/** One row of a playlist; `gone` is a row whose track Spotify answers as null. */
export interface PlaylistRow {
  kind: 'track' | 'episode' | 'local' | 'gone';
  /** Index into the catalogue by kind. */
  index: number;
  addedAt: number | null;
  addedBy: string | null;
}

/** A playlist. Its rows are made up when asked for, so that ten thousand cost nothing. */
export interface Playlist {
  id: string;
  name: string;
  description: string;
  ownerId: string;
  ownerName: string;
  collaboratorIds: string[];
  isPublic: boolean | null;
  images: 'pictures' | 'none' | 'null';
  rowCount: number;
  row: (position: number) => PlaylistRow;
  /** Grows with every change. */
  revision: number;
}

/** A change of a playlist by its owner. */
export interface PlaylistEdit {
  name?: string;
  description?: string;
  /** New content, by the tracks' indexes in the catalogue. */
  trackIndexes?: number[];
}

const BIG_ROW_COUNT = 10_000;
const STRANGER = { id: 'somebody.else', displayName: 'Somebody Else' };
const FIRST_ADDED_AT = Date.UTC(2019, 4, 4, 12);

/** All playlists, and who has which in their library. */
export class Playlists {
  #byId = new Map<string, Playlist>();
  #libraries = new Map<string, Playlist[]>();
  readonly #catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** Gives a listener their playlists: own, awkward, huge, empty, shared, and one of somebody else. */
  addLibrary(listener: Listener): void {
    const library = inventLibrary(this.#catalogue, listener);
    this.#libraries.set(listener.id, library);
    for (const playlist of library) this.#byId.set(playlist.id, playlist);
  }

  library(listenerId: string): Playlist[] {
    return (this.#libraries.get(listenerId) ?? []).filter((playlist) => this.#byId.has(playlist.id));
  }

  find(id: string): Playlist | undefined {
    return this.#byId.get(id);
  }

  edit(id: string, { name, description, trackIndexes }: PlaylistEdit): Playlist {
    const playlist = this.#byId.get(id);
    if (playlist === undefined) throw new RangeError(`no playlist ${id}`);
    playlist.name = name ?? playlist.name;
    playlist.description = description ?? playlist.description;
    if (trackIndexes !== undefined) {
      playlist.rowCount = trackIndexes.length;
      playlist.row = (position) => trackRow(elementAt(trackIndexes, position), playlist.ownerId, position);
    }
    playlist.revision += 1;
    return playlist;
  }

  delete(id: string): void {
    this.#byId.delete(id);
  }
}

/** Whether the listener may read the rows in Development Mode. */
export function isReadableBy(playlist: Playlist, listenerId: string): boolean {
  return playlist.ownerId === listenerId || playlist.collaboratorIds.includes(listenerId);
}

/** Spotify's version mark: equal as long as the playlist is. */
export function snapshotId(playlist: Playlist): string {
  const mark = seedOf(playlist.id, playlist.revision).toString(16);
  return Buffer.from(`${playlist.revision},${mark}`).toString('base64');
}

function trackRow(index: number, addedBy: string, position: number): PlaylistRow {
  return { kind: 'track', index, addedAt: FIRST_ADDED_AT + position * 7_260_000, addedBy };
}

function inventLibrary(catalogue: Catalogue, listener: Listener): Playlist[] {
  const { id, displayName, seed } = listener;
  const random = new Random(seedOf(seed, 'playlists'));
  const own = {
    description: '',
    ownerId: id,
    ownerName: displayName,
    collaboratorIds: [],
    isPublic: false,
    images: 'pictures' as const,
    revision: 1,
  };
  const trackCount = catalogue.tracks.length;
  const anyTrack = (position: number) => trackRow(seedOf(seed, 'row', position) % trackCount, id, position);
  const liked = Array.from({ length: 120 }, () => favouriteTrack({ seed, catalogue }, 660, random));
  const likedRow = (position: number) => trackRow(elementAt(liked, position), id, position);
  const awkward = awkwardRows(catalogue, id);
  const foreign = { ...own, ownerId: STRANGER.id, ownerName: STRANGER.displayName };
  return [
    { ...own, id: favouritesPlaylistId(seed), name: 'On repeat 💿', rowCount: liked.length, row: likedRow },
    {
      ...own,
      id: random.id(),
      name: 'Ødds & "ends" <b>',
      description: 'Everything &amp; nothing',
      images: 'null',
      rowCount: awkward.length,
      row: (position) => elementAt(awkward, position),
    },
    { ...own, id: random.id(), name: 'All of it', isPublic: true, rowCount: BIG_ROW_COUNT, row: anyTrack },
    { ...own, id: random.id(), name: 'Empty', images: 'none', rowCount: 0, row: anyTrack },
    {
      ...foreign,
      id: random.id(),
      name: 'Shared kitchen',
      collaboratorIds: [id],
      rowCount: 60,
      row: anyTrack,
    },
    { ...foreign, id: random.id(), name: 'Not mine', isPublic: true, rowCount: 80, row: anyTrack },
  ];
}

function awkwardRows(catalogue: Catalogue, ownerId: string): PlaylistRow[] {
  const unplayable = catalogue.tracks.findIndex((track) => !track.playable);
  const relinked = catalogue.tracks.findIndex((track) => track.relinkedIndex !== undefined);
  const withoutImages = catalogue.tracks.findIndex(
    (track) => elementAt(catalogue.albums, track.albumIndex).images === 'null',
  );
  const rows = [7, 7, 8, unplayable, relinked, withoutImages].map((index, position) =>
    trackRow(index, ownerId, position),
  );
  const addedAt = FIRST_ADDED_AT;
  return [
    ...rows,
    { kind: 'gone', index: 0, addedAt, addedBy: ownerId },
    { kind: 'episode', index: 3, addedAt, addedBy: ownerId },
    { kind: 'local', index: 1, addedAt, addedBy: ownerId },
    { kind: 'local', index: 3, addedAt: null, addedBy: null },
    { kind: 'track', index: 9, addedAt: null, addedBy: null },
  ];
}
