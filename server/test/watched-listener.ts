import type { Play } from '@analytics/contract/play';
import type { Monitoring } from '@analytics/contract/monitoring';
import type { ScriptedPlay } from '@analytics/simulator/listener';
import type { Simulator } from '@analytics/simulator/simulator';
import { createSeal } from '../src/accounts/seal.ts';
import { loadConfig } from '../src/config.ts';
import { type ListenerId, provenListenerId } from '../src/database/listener-id.ts';
import type { Watch, WatchContext } from '../src/monitoring/look-at-listener.ts';
import { pollListener } from '../src/monitoring/poll-recently-played.ts';
import { Turnstile } from '../src/monitoring/turnstile.ts';
import { watchListener } from '../src/monitoring/watch-listener.ts';
import { takeWatches, type WatchMode } from '../src/monitoring/watches.queries.ts';
import { createSpotifyClient } from '../src/spotify/client.ts';
import { Browser } from './browser.ts';
import type { TestDatabase } from './test-database.ts';
import { startTestServer } from './test-server.ts';

const SECRET_KEY = 'a key that the test shares with the server';

/** A play of a script, that begins so long after the script does. */
export interface ScriptLine extends Omit<ScriptedPlay, 'startAt'> {
  atMs: number;
}

/**
 * A web process without a worker: who watches and polls is the test itself, in simulated time that passes as fast as the watcher
 * waits for it. Our clock is ahead of Spotify's by `skewMs`.
 */
export class WatchStage {
  readonly simulator: Simulator;
  readonly database: TestDatabase;
  readonly address: string;
  readonly #spotifyApiUrl: string;
  skewMs = 0;
  /** What the watchers complained of. */
  readonly warnings: object[] = [];
  #listeners = 0;

  private constructor(simulator: Simulator, database: TestDatabase, address: string) {
    this.simulator = simulator;
    this.database = database;
    this.address = address;
    this.#spotifyApiUrl = simulator.apiUrl;
  }

  static async open(simulator: Simulator, database: TestDatabase): Promise<WatchStage> {
    const clock = { now: () => simulator.clock.now(), speed: 0 };
    const env = { SECRET_KEY, ROLE: 'web' };
    const { address } = await startTestServer(database, { simulator, env, options: { clock } });
    // An evening passes here in a second, with all its calls.
    await database.pool.query('update spotify_budget set capacity = 1e7, tokens = 1e6');
    return new WatchStage(simulator, database, address);
  }

  now(): number {
    return this.simulator.clock.now() + this.skewMs;
  }

  context(worker: string): WatchContext & { log: { warn(details: object, message: string): void } } {
    const { database } = this.database;
    return {
      database,
      seal: createSeal(SECRET_KEY),
      spotify: loadConfig({
        SPOTIFY_CLIENT_ID: 'simulated-client-id',
        SPOTIFY_CLIENT_SECRET: 'simulated-client-secret',
        SPOTIFY_API_URL: this.#spotifyApiUrl,
        SPOTIFY_ACCOUNTS_URL: this.simulator.accountsUrl,
      }).spotify,
      client: createSpotifyClient(database, this.#spotifyApiUrl),
      clock: { now: () => this.now(), waitUntil: async () => {} },
      worker,
      writing: new Turnstile(5),
      pollIntervalMs: 1_200_000,
      log: { warn: (details, message) => void this.warnings.push({ message, ...details }) },
    };
  }

  /** A listener who is monitored in this mode and plays by a script that begins in ten seconds. */
  async connect(lines: readonly ScriptLine[], mode: Monitoring['mode']): Promise<WatchedListener> {
    this.#listeners += 1;
    const spotifyId = `scripted-${this.#listeners}`;
    const from = this.simulator.clock.now() + 10_000;
    const plays = lines.map(({ atMs, ...line }) => ({ ...line, startAt: from + atMs }));
    this.simulator.addListener({ id: spotifyId, plays });
    const browser = await Browser.signUp(this.address, spotifyId);
    await browser.connectSpotify(spotifyId);
    const { user } = await browser.json<{ user: { id: number } }>('/api/session');
    const listener = new WatchedListener(this, browser, spotifyId, provenListenerId(user.id));
    await listener.monitor(mode);
    return listener;
  }
}

/** A listener of the stage, seen from both sides. */
export class WatchedListener {
  readonly #stage: WatchStage;
  readonly browser: Browser;
  readonly spotifyId: string;
  readonly id: ListenerId;
  readonly #connectedAt: number;

  constructor(stage: WatchStage, browser: Browser, spotifyId: string, id: ListenerId) {
    this.#stage = stage;
    this.browser = browser;
    this.spotifyId = spotifyId;
    this.id = id;
    this.#connectedAt = stage.simulator.clock.now();
  }

  async monitor(mode: Monitoring['mode'], enabled = true): Promise<void> {
    const response = await this.browser.request('PUT', '/api/monitoring', { enabled, mode });
    if (response.status !== 200) throw new Error(await response.text());
  }

  /** Takes the watch as a worker does. */
  async take(worker = 'one'): Promise<Watch> {
    const [stored] = await takeWatches(this.#stage.database.database, [this.id], worker);
    if (!stored) throw new Error('there is nothing to take');
    return { ...stored, savedAt: 0, coveredFrom: stored.state.lookedAt ?? 0 };
  }

  /** Watches for so long, by a worker that then goes away. */
  async watch(forMs: number, mode: WatchMode = 'realtime', worker = 'one'): Promise<void> {
    const { clock } = this.#stage.simulator;
    const until = this.#stage.now() + forMs;
    const stop = new AbortController();
    const context = {
      ...this.#stage.context(worker),
      clock: {
        now: () => this.#stage.now(),
        waitUntil: async (instant: number) => {
          clock.advance(Math.max(0, Math.min(instant, until) - this.#stage.now()));
          if (instant >= until) stop.abort();
        },
      },
    };
    await watchListener(context, await this.take(worker), () => mode, stop.signal);
  }

  poll(): Promise<void> {
    return pollListener(this.#stage.context('poller'), this.id);
  }

  /** What the history holds, oldest first. */
  async plays(): Promise<Play[]> {
    const { items } = await this.browser.json<{ items: Play[] }>('/api/plays?limit=200');
    return items.toReversed();
  }

  /** What was truly heard for as long as counts, oldest first. */
  truth() {
    const { simulator } = this.#stage;
    return simulator
      .truth(this.spotifyId, this.#connectedAt, simulator.clock.now() + 1)
      .filter(({ kind, msPlayed }) => msPlayed >= 30_000 && (kind === 'track' || kind === 'local'));
  }
}
