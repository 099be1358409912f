import type { Exclusion } from '@analytics/contract/exclusion';
import type { Summary } from '@analytics/contract/stats';
import { expect, vi } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { type ListenerId, provenListenerId } from '../src/database/listener-id.ts';
import { Browser } from './browser.ts';
import { compareCounted } from './counted-plays.ts';
import { extendedRow, importFiles, jsonFile, listAllPlays } from './exports.ts';
import { compareTotals } from './play-totals.ts';

/** Rain is noise to sleep by, and has a song too; the Rivers are music. */
const TRACKS = {
  noise: { title: 'Rain on a roof', artist: 'Rain', plays: 4 },
  song: { title: 'A real song', artist: 'Rain', plays: 2 },
  music: { title: 'Blue Lantern', artist: 'The Rivers', plays: 3 },
} as const;
type Title = keyof typeof TRACKS;

let count = 0;

/** A listener who falls asleep to the rain, with tracks and artists that nobody else has played. */
export class RainyListener {
  readonly browser: Browser;
  readonly id: ListenerId;
  readonly #database: Database;
  readonly #number: number;

  private constructor(database: Database, browser: Browser, { id, number }: { id: number; number: number }) {
    this.browser = browser;
    this.id = provenListenerId(id);
    this.#database = database;
    this.#number = number;
  }

  static async signUp(database: Database, address: string): Promise<RainyListener> {
    const number = (count += 1);
    const browser = await Browser.signUp(address, `rainy${number}`);
    const { user } = await browser.json<{ user: { id: number } }>('/api/session');
    return new RainyListener(database, browser, { id: user.id, number });
  }

  spotifyId(title: Title): string {
    return `${title}${this.#number}`.padEnd(22, 'x');
  }

  name(title: Title): string {
    return `${TRACKS[title].title} ${this.#number}`;
  }

  artistName(title: Title): string {
    return `${TRACKS[title].artist} ${this.#number}`;
  }

  /** Rows of a track, an hour apart from a day of January 2024 on. */
  rows(title: Title, day = 1, plays: number = TRACKS[title].plays, over: object = {}): object[] {
    return Array.from({ length: plays }, (_, hour) =>
      extendedRow({
        ts: new Date(Date.UTC(2024, 0, day, hour, title.length)).toISOString().replace('.000', ''),
        ms_played: 200_000 - hour,
        master_metadata_track_name: this.name(title),
        master_metadata_album_artist_name: this.artistName(title),
        spotify_track_uri: `spotify:track:${this.spotifyId(title)}`,
        offline_timestamp: null,
        ...over,
      }),
    );
  }

  /** Four plays of noise, two of the song by the same artist, three of music. */
  everything(): object[] {
    return (['noise', 'song', 'music'] as const).flatMap((title) => this.rows(title));
  }

  import(rows: readonly object[]) {
    return importFiles(this.browser, [jsonFile(rows)]);
  }

  async trackId(title: Title): Promise<number> {
    const { id } = await this.#database
      .selectFrom('tracks')
      .select('id')
      .where('spotify_id', '=', this.spotifyId(title))
      .executeTakeFirstOrThrow();
    return id;
  }

  async artistId(title: Title): Promise<number> {
    const { id } = await this.#database
      .selectFrom('artists')
      .select('id')
      .where('name', '=', this.artistName(title))
      .executeTakeFirstOrThrow();
    return id;
  }

  async exclude(kind: 'track' | 'artist', title: Title): Promise<Exclusion> {
    const id = await (kind === 'track' ? this.trackId(title) : this.artistId(title));
    const response = await this.browser.post('/api/exclusions', { kind, id });
    expect(response.status).toBe(201);
    return (await response.json()) as Exclusion;
  }

  async include({ id }: Exclusion): Promise<void> {
    expect((await this.browser.request('DELETE', `/api/exclusions/${id}`)).status).toBe(204);
  }

  async exclusions(query = ''): Promise<Exclusion[]> {
    return (await this.browser.json<{ items: Exclusion[] }>(`/api/exclusions${query}`)).items;
  }

  summary(): Promise<Summary> {
    return this.browser.json('/api/stats/summary');
  }

  /** How many plays of each track are counted. */
  async countedPlays(): Promise<Record<string, number>> {
    const counted: Record<string, number> = {};
    for (const play of await listAllPlays(this.browser)) {
      const title = Object.entries(TRACKS).find(([, { title: name }]) => play.track.name.startsWith(name));
      const key = title?.[0] ?? play.track.name;
      counted[key] = (counted[key] ?? 0) + (play.counted ? 1 : 0);
    }
    return counted;
  }

  /** Waits until all figures have followed, and compares them and what counts with a computation anew. */
  async expectWhole(): Promise<void> {
    await vi.waitFor(
      async () =>
        expect(await this.#database.selectFrom('pending_recounts').select('id').execute()).toEqual([]),
      { timeout: 60_000 },
    );
    const totals = await compareTotals(this.#database);
    expect(totals.kept).toEqual(totals.computed);
    const counted = await compareCounted(this.#database);
    expect(counted.kept).toEqual(counted.judged);
  }
}
