import type { Recording } from '@analytics/contract/recording';
import type { TrackDescription } from '../src/catalog/track-description.ts';
import { upsertTracks } from '../src/catalog/upsert-tracks.queries.ts';
import type { Database } from '../src/database/database.ts';
import { provenListenerId } from '../src/database/listener-id.ts';
import { polledRows } from '../src/plays/incoming-rows.queries.ts';
import { recordPlays } from '../src/plays/record-plays.ts';
import { Browser } from './browser.ts';
import { groupAllRecordings } from './group-recordings.ts';

/** A track as Spotify describes it; tracks of one series are all of one artist, and no other series knows them. */
export function describedTrack(
  series: number,
  number: number,
  over: Partial<TrackDescription> = {},
): TrackDescription {
  return {
    spotifyId: `${series}x${number}`.padEnd(22, '0'),
    localUri: null,
    name: 'Blue Lantern',
    durationMs: 200_000,
    isrc: null,
    explicit: false,
    artists: [{ spotifyId: `artist${series}`.padEnd(22, '0'), name: `The Rivers ${series}` }],
    album: null,
    ...over,
  };
}

/** A listener with a local account, whose plays come as if they were polled. */
export class PlayingListener {
  readonly browser: Browser;
  readonly #database: Database;

  constructor(database: Database, browser: Browser) {
    this.#database = database;
    this.browser = browser;
  }

  static async signUp(database: Database, address: string, name: string): Promise<PlayingListener> {
    return new PlayingListener(database, await Browser.signUp(address, name));
  }

  /** Plays the first track once, the second one twice and so on. Answers our ids of them, once recordings are made of them. */
  async play(...tracks: TrackDescription[]): Promise<number[]> {
    for (const [place] of tracks.entries()) await this.playOn(place + 1, tracks.slice(place));
    await groupAllRecordings(this.#database);
    const spotifyIds = tracks.map(({ spotifyId }) => spotifyId);
    const rows = await this.#database
      .selectFrom('tracks')
      .select(['id', 'spotify_id'])
      .where('spotify_id', 'in', spotifyIds)
      .execute();
    return spotifyIds.map((spotifyId) => rows.find((row) => row.spotify_id === spotifyId)?.id ?? 0);
  }

  /** Plays each of the tracks once on that day of 2025. */
  async playOn(day: number, tracks: readonly TrackDescription[]): Promise<void> {
    const { user } = await this.browser.json<{ user: { id: number } }>('/api/session');
    const rows = tracks.map(({ spotifyId, localUri }, place) => ({
      spotifyId,
      localUri,
      playedAt: new Date(Date.UTC(2025, 0, day, place)),
      msPlayed: 60_000,
      msPlayedIsEstimate: false,
    }));
    await this.#database.transaction().execute(async (trx) => {
      await upsertTracks(trx, tracks);
      await recordPlays(trx, provenListenerId(user.id), polledRows('recently-played', rows));
    });
  }

  /** How often each recording was played, as the leaderboard says. */
  async leaderboard(): Promise<number[]> {
    const { items } = await this.browser.json<{ items: { plays: number }[] }>('/api/tracks');
    return items.map(({ plays }) => plays);
  }

  /** What was joined, as the interface lists it. */
  recordings(query = ''): Promise<{ items: Recording[]; total: number }> {
    return this.browser.json(`/api/recordings${query}`);
  }

  /** The ids of the tracks that are listed as joined. */
  async joinedIds(): Promise<number[][]> {
    const { items } = await this.recordings();
    return items.map(({ tracks }) => tracks.map(({ track }) => track.id).sort((a, b) => a - b));
  }

  join = (...trackIds: number[]): Promise<number> => this.#decide('join', { trackIds });
  split = (trackId = 0): Promise<number> => this.#decide('split', { trackId });

  async takeBack(decisionId: number): Promise<number> {
    return (await this.browser.request('DELETE', `/api/recordings/decisions/${decisionId}`)).status;
  }

  async #decide(kind: 'join' | 'split', body: object): Promise<number> {
    const response = await this.browser.post(`/api/recordings/${kind}`, body);
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
    return ((await response.json()) as { decisionId: number }).decisionId;
  }
}
