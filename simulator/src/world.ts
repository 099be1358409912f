import { Accounts, type RegisteredApp } from './accounts.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import type { Clock } from './clock.ts';
import { Faults } from './faults.ts';
import { Limits } from './limits.ts';
import { createListener, type Listener, type ListenerScript, type Surroundings } from './listener.ts';
import { Playlists } from './playlists.ts';
import { RequestLog } from './request-log.ts';
import { RecentDays } from './timeline.ts';

/** Which Web API an app sees: Development Mode of 2026, or that of an app older than February 2026. */
export type Profile = 'development' | 'older-app';

/** Everything that a simulated Spotify knows. */
export interface World {
  /** Base of all addresses in answers; known once the server listens. */
  apiUrl: string;
  profile: Profile;
  seed: number;
  clock: Clock;
  catalogue: Catalogue;
  listeners: Map<string, Listener>;
  playlists: Playlists;
  accounts: Accounts;
  faults: Faults;
  limits: Limits;
  requests: RequestLog;
  surroundings: Surroundings;
}

/** What a world is made from. */
export interface WorldSettings {
  seed: number;
  artists: number | undefined;
  profile: Profile;
  app: RegisteredApp;
  rotateRefreshTokens: boolean;
  listeners: ListenerScript[];
}

export function createWorld(settings: WorldSettings, clock: Clock): World {
  const { seed, profile, app } = settings;
  const catalogue = createCatalogue(seed, settings.artists);
  const world: World = {
    apiUrl: '',
    profile,
    seed,
    clock,
    catalogue,
    listeners: new Map(),
    playlists: new Playlists(catalogue),
    accounts: new Accounts(app, clock, seed, settings.rotateRefreshTokens),
    faults: new Faults(seed),
    limits: new Limits(),
    requests: new RequestLog(),
    surroundings: { seed, catalogue, startAt: clock.now(), recentDays: new RecentDays(3_000) },
  };
  for (const script of settings.listeners) addListener(world, script);
  return world;
}

/** A new listener signs up. */
export function addListener(world: World, script: ListenerScript): Listener {
  if (world.listeners.has(script.id)) throw new RangeError(`there is a listener ${script.id} already`);
  const listener = createListener(script, world.surroundings);
  world.listeners.set(listener.id, listener);
  world.playlists.addLibrary(listener);
  return listener;
}
