import { Random, seedOf } from './random.ts';

/** The bare texts (no JSON) of a 403, as Spotify sends them. */
export const forbiddenTexts = {
  'not-registered': 'User not registered in the Developer Dashboard',
  'check-settings': 'Check settings on developer.spotify.com/dashboard, the user may not be registered.',
  'premium-required':
    'Active premium subscription required for the owner of the app. Please check the plan of the account.',
} as const;

/** A connection that is slow, silent or cut. */
export type ConnectionFault =
  /** Answers after `delayMs` real ms, or never. */
  { kind: 'timeout'; delayMs?: number } | { kind: 'reset' };

/** An answer that comes instead of the right one. */
export type ReplacementFault =
  | { kind: 'rate-limit'; retryAfterSeconds: number; text?: boolean }
  | { kind: 'quota'; retryAfterSeconds?: number }
  | { kind: 'server-error' }
  | { kind: 'bad-gateway' }
  | { kind: 'html' }
  | { kind: 'forbidden-text'; text: keyof typeof forbiddenTexts }
  | { kind: 'unauthorized' }
  /** As JSON, as for an endpoint that the app may not use, or that does not exist yet. */
  | { kind: 'forbidden' }
  | { kind: 'not-found' }
  /** For the token endpoint. */
  | { kind: 'invalid-grant'; description?: string };

/** A change of the right answer. */
export type AnswerFault =
  | { kind: 'truncated-json' }
  /** Plays show in recently-played only so long after their end; `share` of them (default all). */
  | { kind: 'backfill'; delayMs: number; share?: number }
  /** Each play in recently-played comes a second time, 12 ms earlier. */
  | { kind: 'duplicate-plays' }
  | { kind: 'null-tracks' }
  | { kind: 'unknown-type' };

/** What goes wrong. */
export type Fault = ConnectionFault | ReplacementFault | AnswerFault;

const ANSWER_FAULTS = ['truncated-json', 'backfill', 'duplicate-plays', 'null-tracks', 'unknown-type'];

/** Whether the fault leaves the answer to the endpoint. */
export function isAnswerFault(fault: Fault): fault is AnswerFault {
  return ANSWER_FAULTS.includes(fault.kind);
}

/** Which requests a fault strikes, how often and how likely. */
export type FaultRule = Fault & {
  match?: {
    /** Beginning of the path; a text that begins with ^ is a regular expression. */
    path?: string | RegExp;
    /** Id of a listener. */
    listener?: string;
  };
  /** Default 1. */
  times?: number | 'forever';
  /** Default 1. */
  probability?: number;
};

/** A rule in force, with its id and how often it struck. */
export type ActiveFault = FaultRule & { id: number; struck: number };

/** The rules in force. */
export class Faults {
  #rules: ActiveFault[] = [];
  #nextId = 1;
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seedOf(seed, 'faults'));
  }

  add(rule: FaultRule): number {
    const id = this.#nextId++;
    this.#rules.push({ ...rule, id, struck: 0 });
    return id;
  }

  list(): ActiveFault[] {
    return [...this.#rules];
  }

  /** Removes one rule, or all. */
  clear(id?: number): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
  }

  /** The faults that strike a request now: any delays, and at most one fault of another kind. */
  strike(path: string, listenerId: string | undefined): Fault[] {
    const struck: Fault[] = [];
    for (const rule of this.#rules) {
      if (!matches(rule, path, listenerId) || rule.struck >= timesOf(rule)) continue;
      if (rule.probability !== undefined && !this.#random.chance(rule.probability)) continue;
      rule.struck += 1;
      struck.push(rule);
      if (!isDelay(rule)) break;
    }
    return struck;
  }
}

function isDelay(fault: Fault): boolean {
  return fault.kind === 'timeout' && fault.delayMs !== undefined;
}

function timesOf(rule: FaultRule): number {
  return rule.times === 'forever' ? Number.POSITIVE_INFINITY : (rule.times ?? 1);
}

function matches({ match }: FaultRule, path: string, listenerId: string | undefined): boolean {
  if (match?.listener !== undefined && match.listener !== listenerId) return false;
  if (match?.path === undefined) return true;
  if (typeof match.path !== 'string') return match.path.test(path);
  return match.path.startsWith('^') ? new RegExp(match.path).test(path) : path.startsWith(match.path);
}
