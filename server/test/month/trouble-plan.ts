import type { Random } from '@analytics/simulator/random';
import type { Simulator } from '@analytics/simulator/simulator';
import { FLEET_TROUBLES, type FleetTrouble } from './fleet-troubles.ts';
import { LONG_TROUBLES, PASSING_TROUBLES, type SpotifyTrouble } from './spotify-troubles.ts';

/** Share of the rounds in which another trouble of Spotify begins. */
const PASSING_SHARE = 0.8;
const DAY_MS = 86_400_000;

/** A trouble of Spotify as it came; `at` is when it began and `until` when it ended, in simulated ms. */
interface Trouble extends SpotifyTrouble {
  readonly at: number;
  readonly until: number;
  readonly faultIds: readonly number[];
}

/**
 * What goes wrong in which round. Each kind comes up before any comes again; while Spotify is away for long nothing else
 * happens, and the last rounds are calm.
 */
export class TroublePlan {
  /** Troubles of Spotify that have begun. */
  readonly begun: Trouble[] = [];
  readonly #random: Random;
  readonly #spotify = new Map<number, SpotifyTrouble>();
  readonly #fleet = new Map<number, FleetTrouble>();
  #current: Trouble[] = [];

  constructor(random: Random, rounds: { all: number; calm: number; perDay: number }, fleetTroubles: number) {
    this.#random = random;
    const last = rounds.all - rounds.calm;
    const longest = Math.max(1, Math.floor(last / (4 * rounds.perDay)));
    const open = new Set(Array.from({ length: last }, (_, round) => round));
    for (let count = 0; count < longest; count += 1) {
      const round = Math.floor(((count + 0.4) * last) / longest);
      const trouble = cycle(LONG_TROUBLES, count);
      this.#spotify.set(round, trouble);
      const lasts = (trouble.lastsMs / DAY_MS) * rounds.perDay;
      for (let closed = 0; closed < lasts; closed += 1) open.delete(round + closed);
    }
    const passing = endlessly(random, PASSING_TROUBLES);
    for (const round of open) if (random.chance(PASSING_SHARE)) this.#spotify.set(round, passing());
    const left = [...open];
    for (let count = 0; count < fleetTroubles; count += 1) {
      const place = ((count + 0.2 + 0.6 * random.next()) * left.length) / fleetTroubles;
      this.#fleet.set(left[Math.floor(place)] ?? 0, cycle(FLEET_TROUBLES, count));
    }
  }

  /** Ends what is over and begins what is next. */
  turn(round: number, simulator: Simulator): FleetTrouble | undefined {
    const now = simulator.clock.now();
    const isOver = ({ until }: Trouble) => until <= now;
    for (const { faultIds } of this.#current.filter(isOver))
      for (const id of faultIds) simulator.clearFaults(id);
    this.#current = this.#current.filter((trouble) => !isOver(trouble));
    const trouble = this.#spotify.get(round);
    if (trouble) {
      const faultIds = trouble.begin(simulator, this.#random);
      const begun = { ...trouble, at: now, until: now + trouble.lastsMs, faultIds };
      this.#current.push(begun);
      this.begun.push(begun);
    }
    return this.#fleet.get(round);
  }
}

const cycle = <T>(choices: readonly T[], place: number): T => choices[place % choices.length] as T;

/** Deals the choices in random order, again and again. */
function endlessly<T>(random: Random, choices: readonly T[]): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = [...choices];
    const [choice] = left.splice(random.between(0, left.length), 1);
    return choice as T;
  };
}
