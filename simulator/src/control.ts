import type { TokenReply } from './accounts.ts';
import { type AccountExportReport, writeAccountExport } from './export/account-export.ts';
import { type ExportReport, writeExtendedExport } from './export/extended-export.ts';
import type { ExtendedLayout } from './export/layout.ts';
import type { ActiveFault, FaultRule } from './faults.ts';
import type { EndpointFamily } from './limits.ts';
import { favouritesFrom, type ListenerScript, type ScriptedPlay, scriptedStreams } from './listener.ts';
import type { Playlist, PlaylistEdit } from './playlists.ts';
import type { LoggedRequest, RequestFilter } from './request-log.ts';
import { isListed, type Stream, uriOf } from './stream.ts';
import { addListener, type Profile, type World } from './world.ts';

/** A stream as it truly happened. */
export interface TrueStream extends Stream {
  /** Spotify URI; null for an advertisement. */
  uri: string | null;
  /** Spotify id of the track; null for everything else. */
  trackId: string | null;
  /** Whether recently-played lists it, from `visibleAt` on. */
  listed: boolean;
}

/** A listener as the control interface shows them. */
export interface ListenerSummary {
  id: string;
  accountId: string;
  displayName: string;
  sinceAt: number;
  playlistIds: string[];
}

/** Which part of a listener's history to export, and how. */
export interface ExportRequest {
  layout: ExtendedLayout;
  /** Default: the beginning. */
  from?: number | Date;
  /** Default: now. */
  to?: number | Date;
  /** Exactly so many rows. */
  rows?: number;
  /** Default true. */
  quirks?: boolean;
  /** Default `zip`. */
  as?: 'zip' | 'files';
}

/** Everything that tests and the demo may do to the world. The HTTP control interface calls these. */
export interface Control {
  addFault: (rule: FaultRule) => number;
  listFaults: () => ActiveFault[];
  /** Removes one fault, or all. */
  clearFaults: (id?: number) => void;
  addListener: (script: ListenerScript) => ListenerSummary;
  listListeners: () => ListenerSummary[];
  /** More plays for a listener, made-up or scripted; what would have overlapped them is not heard. */
  addPlays: (listenerId: string, plays: ScriptedPlay[]) => void;
  /** The listener puts on favourites now, for at least so many simulated ms. */
  listenNow: (listenerId: string, forMs: number) => void;
  /** All streams that end at `from` or later and before `to`, in order. */
  truth: (listenerId: string, from: number | Date, to: number | Date) => TrueStream[];
  /** Tokens as after a sign-in, without the detour. Scopes default to all that the project asks for. */
  issueTokens: (listenerId: string, scopes?: string[]) => Required<TokenReply>;
  revokeConsent: (listenerId: string) => void;
  expireAccessTokens: (listenerId: string) => void;
  expireRefreshTokens: (listenerId: string) => void;
  setRotation: (on: boolean) => void;
  setProfile: (profile: Profile) => void;
  /** Requests allowed in 30 simulated seconds. */
  setRateLimit: (requests: number) => void;
  /** Locks an endpoint family for so many simulated ms. */
  lockQuota: (family: EndpointFamily, forMs: number) => void;
  /** Allows an endpoint family so many calls in 24 simulated hours. */
  setQuota: (family: EndpointFamily, calls: number) => void;
  /** Opens all families and takes their quotas away. */
  unlockQuotas: () => void;
  editPlaylist: (id: string, edit: PlaylistEdit) => Playlist;
  deletePlaylist: (id: string) => void;
  /** Writes the Extended streaming history to a ZIP file or a folder. */
  writeExtendedExport: (listenerId: string, request: ExportRequest, outPath: string) => Promise<ExportReport>;
  /** Writes the account data of the year before now. */
  writeAccountExport: (listenerId: string, outPath: string) => Promise<AccountExportReport>;
  listRequests: (filter?: RequestFilter) => LoggedRequest[];
  resetRequests: () => void;
}

const YEAR_MS = 365 * 86_400_000;

const ALL_SCOPES = [
  'user-read-recently-played',
  'user-read-currently-playing',
  'user-read-playback-state',
  'playlist-read-private',
  'playlist-read-collaborative',
];

/** The control of a world. */
export function createControl(world: World): Control {
  const { accounts, faults, limits, playlists, requests, clock } = world;
  return {
    addFault: (rule) => faults.add(rule),
    listFaults: () => faults.list(),
    clearFaults: (id) => faults.clear(id),
    addListener: (script) => summary(world, addListener(world, script).id),
    listListeners: () => [...world.listeners.keys()].map((id) => summary(world, id)),
    addPlays: (listenerId, plays) => {
      listenerOf(world, listenerId).timeline.add(scriptedStreams(world.catalogue, plays));
    },
    listenNow: (listenerId, forMs) => {
      const listener = listenerOf(world, listenerId);
      listener.timeline.add(favouritesFrom(world.catalogue, listener, clock.now(), forMs));
    },
    truth: (listenerId, from, to) => truth(world, listenerId, Number(from), Number(to)),
    issueTokens: (listenerId, scopes = ALL_SCOPES) => {
      listenerOf(world, listenerId);
      return accounts.issue({ listenerId, scopes, consentedAt: clock.now(), pkce: true });
    },
    revokeConsent: (listenerId) => accounts.revokeConsent(listenerId),
    expireAccessTokens: (listenerId) => accounts.expireAccessTokens(listenerId),
    expireRefreshTokens: (listenerId) => accounts.expireRefreshTokens(listenerId),
    setRotation: (on) => {
      accounts.rotateRefreshTokens = on;
    },
    setProfile: (profile) => {
      world.profile = profile;
    },
    setRateLimit: (allowed) => limits.setRateLimit(allowed),
    lockQuota: (family, forMs) => limits.lockQuota(family, clock.now() + forMs),
    setQuota: (family, calls) => limits.setQuota(family, calls),
    unlockQuotas: () => limits.unlockQuotas(),
    editPlaylist: (id, edit) => playlists.edit(id, edit),
    deletePlaylist: (id) => playlists.delete(id),
    writeExtendedExport: (listenerId, { from = 0, to = clock.now(), ...request }, outPath) => {
      const listener = listenerOf(world, listenerId);
      const streams = listener.timeline.between(Number(from), Number(to));
      return writeExtendedExport({ ...request, catalogue: world.catalogue, listener, streams }, outPath);
    },
    writeAccountExport: (listenerId, outPath) => {
      const now = clock.now();
      const streams = listenerOf(world, listenerId).timeline.between(now - YEAR_MS, now);
      return writeAccountExport({ catalogue: world.catalogue, streams }, outPath);
    },
    listRequests: (filter) => requests.list(filter),
    resetRequests: () => requests.reset(),
  };
}

function listenerOf(world: World, id: string) {
  const listener = world.listeners.get(id);
  if (listener === undefined) throw new RangeError(`no listener ${id}`);
  return listener;
}

function summary(world: World, id: string): ListenerSummary {
  const { accountId, displayName, timeline } = listenerOf(world, id);
  const playlistIds = world.playlists.library(id).map((playlist) => playlist.id);
  return { id, accountId, displayName, sinceAt: timeline.sinceAt, playlistIds };
}

function truth(world: World, listenerId: string, from: number, to: number): TrueStream[] {
  const { timeline } = listenerOf(world, listenerId);
  return Array.from(timeline.between(from, to), (stream) => ({
    ...stream,
    uri: uriOf(world.catalogue, stream),
    trackId:
      stream.kind === 'track' || stream.kind === 'private'
        ? (world.catalogue.tracks[stream.index]?.id ?? null)
        : null,
    listed: isListed(stream),
  }));
}
