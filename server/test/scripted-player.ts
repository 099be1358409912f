import type { Look, WatchedTrack } from '../src/monitoring/watch-state.ts';

/** What a person does with a player, one thing after the other. */
export type Deed =
  | { does: 'play'; track: WatchedTrack }
  | { does: 'listen' | 'pause' | 'stop' | 'advertisement'; ms: number }
  | { does: 'seek'; toMs: number }
  /** The track begins anew by itself when it is over. */
  | { does: 'repeat' };

const CLOSE_TO_END_MS = 7_000;

interface Stretch {
  from: number;
  track: WatchedTrack | null;
  progressMs: number | null;
  isPlaying: boolean;
}

/** A play as it truly was. */
export interface TruePlay {
  key: string;
  heardMs: number;
  endedAt: number;
}

/** A player that a script plays on, which can be looked at at any instant, and knows what was truly heard. */
export class ScriptedPlayer {
  readonly plays: TruePlay[] = [];
  readonly #stretches: Stretch[] = [];
  now = 0;
  #track: WatchedTrack | null = null;
  #progressMs = 0;
  #heardMs = 0;
  #lastHeardAt = 0;

  constructor(deeds: readonly Deed[]) {
    for (const deed of deeds) this.#do(deed);
    this.#end();
    this.#show(null, null, false);
  }

  look(at: number): Look {
    const stretch = this.#stretches.findLast(({ from }) => from <= at);
    if (!stretch || stretch.progressMs === null)
      return { at, track: null, progressMs: null, isPlaying: false };
    const { track, isPlaying, from } = stretch;
    const progressMs = stretch.progressMs + (isPlaying ? at - from : 0);
    return { at, track, progressMs, isPlaying };
  }

  #do(deed: Deed) {
    if (deed.does === 'play') {
      this.#end();
      this.#track = deed.track;
      this.#progressMs = 0;
    } else if (deed.does === 'seek') {
      this.#progressMs = Math.min(deed.toMs, (this.#track?.durationMs ?? 0) - 1);
    } else if (deed.does === 'repeat') {
      if (!this.#track) return;
      this.#listen(this.#track.durationMs - this.#progressMs);
      const track = this.#track;
      this.#end();
      this.#track = track;
      this.#progressMs = 0;
    } else if (deed.does === 'listen') {
      if (this.#track) this.#listen(Math.min(deed.ms, this.#track.durationMs - this.#progressMs));
    } else if (deed.does === 'pause') {
      // Nobody who looks every few seconds can tell a pause just before the end from the end.
      if (this.#track && this.#track.durationMs - this.#progressMs < CLOSE_TO_END_MS) return;
      this.#show(this.#track, this.#track && this.#progressMs, false);
      this.now += deed.ms;
    } else {
      this.#end();
      const isAdvertisement = deed.does === 'advertisement';
      this.#show(null, isAdvertisement ? 0 : null, isAdvertisement);
      this.now += deed.ms;
    }
  }

  #listen(ms: number) {
    if (ms <= 0) return;
    this.#show(this.#track, this.#progressMs, true);
    this.now += ms;
    this.#progressMs += ms;
    this.#heardMs += ms;
    this.#lastHeardAt = this.now;
  }

  #show(track: WatchedTrack | null, progressMs: number | null, isPlaying: boolean) {
    this.#stretches.push({ from: this.now, track, progressMs, isPlaying });
  }

  #end() {
    if (this.#track && this.#heardMs > 0) {
      this.plays.push({ key: this.#track.key, heardMs: this.#heardMs, endedAt: this.#lastHeardAt });
    }
    this.#track = null;
    this.#heardMs = 0;
  }
}
