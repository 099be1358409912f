import type { Playlist, PlaylistChange, PlaylistTrack } from '@analytics/contract/playlist';
import type { Simulator } from '@analytics/simulator/simulator';
import { expect, vi } from 'vitest';
import type { StartOptions } from '../src/app/start-server.ts';
import { Browser } from './browser.ts';
import type { TestDatabase } from './test-database.ts';
import { startTestServer } from './test-server.ts';

/** The product against a simulated Spotify, with listeners who watch playlists. */
export class PlaylistStage {
  readonly simulator: Simulator;
  readonly database: TestDatabase;
  readonly address: string;

  private constructor(simulator: Simulator, database: TestDatabase, address: string) {
    this.simulator = simulator;
    this.database = database;
    this.address = address;
  }

  static async open(
    simulator: Simulator,
    database: TestDatabase,
    options: StartOptions = { sweepIntervalMs: 200 },
  ): Promise<PlaylistStage> {
    const { address } = await startTestServer(database, { simulator, options });
    return new PlaylistStage(simulator, database, address);
  }

  /** A new account, connected as this listener of Spotify. */
  async connect(username: string, spotifyId: string): Promise<PlaylistListener> {
    const browser = await Browser.signUp(this.address, username);
    await browser.connectSpotify(spotifyId);
    return new PlaylistListener(browser);
  }

  /** The Spotify id of a playlist in the library of a listener there, by its place. */
  playlistOf(spotifyId: string, place: number): string {
    const listener = this.simulator.listListeners().find(({ id }) => id === spotifyId);
    const id = listener?.playlistIds[place];
    if (id === undefined) throw new Error(`${spotifyId} has no playlist ${place}`);
    return id;
  }

  /** How many calls about playlists Spotify has got since the log was cleared. */
  calls(path = '/v1/playlists'): number {
    return this.simulator.listRequests({ path }).length;
  }
}

/** A listener of the stage. */
export class PlaylistListener {
  readonly browser: Browser;

  constructor(browser: Browser) {
    this.browser = browser;
  }

  /** Watches a playlist and waits until it has been scanned. */
  async watch(playlist: string): Promise<Playlist> {
    const response = await this.browser.post('/api/playlists', { playlist });
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as Playlist;
    return this.settled(id);
  }

  /** Scans it once more and waits for that. */
  async rescan(id: number): Promise<Playlist> {
    const response = await this.browser.post(`/api/playlists/${id}/scan`);
    expect(response.status).toBe(202);
    await response.text();
    return this.settled(id);
  }

  settled(id: number): Promise<Playlist> {
    return vi.waitFor(
      async () => {
        const playlist = await this.browser.json<Playlist>(`/api/playlists/${id}`);
        if (playlist.state !== 'idle') throw new Error(`not yet: ${JSON.stringify(playlist)}`);
        return playlist;
      },
      { timeout: 200_000, interval: 100 },
    );
  }

  tracks(id: number, query = '?limit=200'): Promise<{ items: PlaylistTrack[]; total: number }> {
    return this.browser.json(`/api/playlists/${id}/tracks${query}`);
  }

  async changes(id: number): Promise<PlaylistChange[]> {
    return (await this.browser.json<{ items: PlaylistChange[] }>(`/api/playlists/${id}/changes`)).items;
  }
}
