import type { FaultRule } from '@analytics/simulator/faults';
import type { Random } from '@analytics/simulator/random';
import type { Simulator } from '@analytics/simulator/simulator';

const HOUR_MS = 3_600_000;
const PLAYER = '/v1/me/player';
const TOKEN = '/api/token';
const always = { times: 'forever' } as const;

/** Something that goes wrong at Spotify for a while. */
export interface SpotifyTrouble {
  readonly name: string;
  /** Simulated; 0 until the next round of polls. */
  readonly lastsMs: number;
  /** Whether Spotify has said that it wants no call to the player until the end. */
  readonly closesPlayer?: boolean;
  /** Answers the ids of the faults that it made, which have to be cleared at its end. */
  readonly begin: (simulator: Simulator, random: Random) => number[];
}

/** A trouble made of faults; each is for the player's endpoints unless it says otherwise. */
function faults(name: string, lastsMs: number, ...rules: FaultRule[]): SpotifyTrouble {
  return {
    name,
    lastsMs,
    begin: (simulator) => rules.map((rule) => simulator.addFault({ match: { path: PLAYER }, ...rule })),
  };
}

/** The same, for one listener at random. */
function personal(name: string, lastsMs: number, rule: FaultRule): SpotifyTrouble {
  return {
    name,
    lastsMs,
    begin: (simulator, random) => {
      const listener = random.pick(simulator.listListeners()).id;
      return [simulator.addFault({ ...rule, match: { path: PLAYER, listener } })];
    },
  };
}

/** What strikes and is gone within the hour. */
export const PASSING_TROUBLES: readonly SpotifyTrouble[] = [
  faults('429 of 2 s', 0, { kind: 'rate-limit', retryAfterSeconds: 2, times: 3, probability: 0.2 }),
  faults('429 of 2 s in bare text', 0, {
    kind: 'rate-limit',
    retryAfterSeconds: 2,
    text: true,
    probability: 0.2,
  }),
  faults('429 for the quota, of an hour', 0, { kind: 'quota', retryAfterSeconds: 3_600, probability: 0.2 }),
  faults('429 for the quota, without a time', 0, { kind: 'quota', probability: 0.2 }),
  faults('500', 0, { kind: 'server-error', probability: 0.3, ...always }),
  faults('502', 0, { kind: 'bad-gateway', probability: 0.3, ...always }),
  faults('HTML instead of JSON', 0, { kind: 'html', probability: 0.3, ...always }),
  faults('half an answer', 0, { kind: 'truncated-json', probability: 0.3, ...always }),
  faults('slow answers', 0, { kind: 'timeout', delayMs: 800, probability: 0.1, ...always }),
  faults('connection resets', 0, { kind: 'reset', probability: 0.3, ...always }),
  faults('passing 401s', 0, { kind: 'unauthorized', probability: 0.3, ...always }),
  faults('null tracks', 0, { kind: 'null-tracks', probability: 0.5, ...always }),
  faults('unknown types', 0, { kind: 'unknown-type', probability: 0.5, ...always }),
  faults('plays listed twice, 12 ms apart', 0, { kind: 'duplicate-plays', probability: 0.5, ...always }),
  faults('plays filled in 4 hours late', 9 * HOUR_MS, {
    kind: 'backfill',
    delayMs: 4 * HOUR_MS,
    share: 0.3,
    ...always,
  }),
  faults('plays filled in 2 hours late', 3 * HOUR_MS, { kind: 'backfill', delayMs: 2 * HOUR_MS, ...always }),
  faults('bare-text 403: not registered', 0, {
    kind: 'forbidden-text',
    text: 'not-registered',
    times: 3,
    probability: 0.3,
  }),
  faults('bare-text 403: check settings', 0, {
    kind: 'forbidden-text',
    text: 'check-settings',
    times: 3,
    probability: 0.3,
  }),
  faults('bare-text 403: no Premium', 0, {
    kind: 'forbidden-text',
    text: 'premium-required',
    probability: 0.5,
    ...always,
  }),
  personal('no answer at all for one listener', 0, { kind: 'timeout', ...always }),
  personal('one listener refused for 8 hours', 8 * HOUR_MS, {
    kind: 'forbidden-text',
    text: 'not-registered',
    ...always,
  }),
  faults('one false invalid_grant', 0, { kind: 'invalid-grant', match: { path: TOKEN } }),
  faults('500 of the accounts service', 0, { kind: 'server-error', match: { path: TOKEN }, ...always }),
  faults('HTML of the accounts service', 0, {
    kind: 'html',
    match: { path: TOKEN },
    probability: 0.5,
    ...always,
  }),
  faults('resets by the accounts service', 0, {
    kind: 'reset',
    match: { path: TOKEN },
    probability: 0.5,
    ...always,
  }),
  {
    name: 'access tokens that end early',
    lastsMs: 0,
    begin: (simulator, random) => {
      for (const { id } of simulator.listListeners())
        if (random.chance(0.3)) simulator.expireAccessTokens(id);
      return [];
    },
  },
];

/** What lasts so long that Spotify's window of 50 plays may not reach back to its beginning. */
export const LONG_TROUBLES: readonly SpotifyTrouble[] = [
  {
    ...faults('429 of 20 h', 20 * HOUR_MS, { kind: 'rate-limit', retryAfterSeconds: 72_000 }),
    closesPlayer: true,
  },
  {
    name: 'quota locked for 20 h',
    lastsMs: 20 * HOUR_MS,
    closesPlayer: true,
    begin: (simulator) => {
      simulator.lockQuota('player', 20 * HOUR_MS);
      return [];
    },
  },
  faults('no 200 for 14 hours', 14 * HOUR_MS, { kind: 'server-error', ...always }),
];
