import { parseArgs } from 'node:util';
import {
  HARD_NOISE,
  type LabelledHistory,
  labelledHistory,
  type Noise,
  NORMAL_NOISE,
  toMatchLists,
} from '../server/test/labelled-history.ts';
import { matchPlays, type PlayMatch } from '../server/src/plays/match-plays.ts';
import { grouped, median, table } from './figures.ts';

/**
 * How well and how fast the rows of an export are recognised as plays that monitoring has stored, over made-up histories whose
 * truth is known (`labelledHistory`), the younger half monitored: precision and recall of "to import", what each phase
 * joined and found, and rows per second as histories grow. The accuracy is the lowest of all seeds.
 *
 *     node bench/match.ts --rows 140000 --seeds 5
 */
const { values: flags } = parseArgs({
  options: { rows: { type: 'string', default: '140000' }, seeds: { type: 'string', default: '5' } },
});
const rows = Number(flags.rows);
const seeds = Array.from({ length: Number(flags.seeds) }, (_, index) => index + 1);
const NOISES = { normal: NORMAL_NOISE, hard: HARD_NOISE };
const RUNS = 5;

console.log(`${grouped(rows)} rows, the lowest of ${seeds.length} histories\n`);
const accuracies = Object.entries(NOISES).map(([name, noise]) => ({
  name,
  tried: seeds.map((seed) => tryMatch(seed, noise)),
}));
reportToImport();
reportPhases();
reportSpeed();

interface Tried {
  history: LabelledHistory;
  matches: readonly (PlayMatch | null)[];
}

function tryMatch(seed: number, noise: Noise): Tried {
  const history = labelledHistory(seed, rows, noise);
  return { history, matches: matchPlays(...toMatchLists(history)) };
}

function reportToImport() {
  const parts = [
    { part: 'all rows', from: () => 0, minMs: 0 },
    { part: 'monitored', from: (history: LabelledHistory) => history.monitoredFrom, minMs: 0 },
    {
      part: 'monitored, 30 s or more',
      from: (history: LabelledHistory) => history.monitoredFrom,
      minMs: 30_000,
    },
  ];
  const lines = accuracies.flatMap(({ name, tried }) =>
    parts.map(({ part, from, minMs }) => {
      const scores = tried.map(({ history, matches }) => {
        const period = { from: from(history), minMs };
        const told = positions(history, period).filter((at) => matches[at] === null);
        const wanted = positions(history, period).filter((at) => history.rows[at]?.storedAt === -1);
        const right = told.filter((at) => history.rows[at]?.storedAt === -1).length;
        return { precision: right / told.length, recall: right / wanted.length };
      });
      return [
        name,
        part,
        lowest(scores.map(({ precision }) => precision)),
        lowest(scores.map(({ recall }) => recall)),
      ];
    }),
  );
  console.log(table(['noise', '"to import" of', 'precision', 'recall'], lines));
}

function positions({ rows: all }: LabelledHistory, period: { from: number; minMs: number }): number[] {
  return [...all.keys()].filter((at) => {
    const row = all[at];
    return row !== undefined && row.endAt >= period.from && row.msPlayed >= period.minMs;
  });
}

/** What a phase joined, by its verdict; and what it is there for, by what the stored play of a row looks like. */
function reportPhases() {
  const phases = [
    { verdict: 'exact-duplicate', kind: 'same id, same second' },
    { verdict: 'window-duplicate', kind: 'same id, another second' },
    { verdict: 'sequence-duplicate', kind: 'another id' },
  ] as const;
  const lines = accuracies.flatMap(({ name, tried }) =>
    phases.map(({ verdict, kind }) => {
      const scores = tried.map(({ history, matches }) => {
        const all = [...history.rows.keys()];
        const isRight = (at: number) => matches[at]?.stored === history.rows[at]?.storedAt;
        const joined = all.filter((at) => matches[at]?.verdict === verdict);
        const stored = all.filter((at) => kindOf(history, at) === kind);
        return {
          joined: joined.length,
          precision: joined.filter(isRight).length / joined.length,
          stored: stored.length,
          recall: stored.filter(isRight).length / stored.length,
        };
      });
      return [
        name,
        verdict,
        grouped(median(scores.map(({ joined }) => joined))),
        lowest(scores.map(({ precision }) => precision)),
        kind,
        grouped(median(scores.map(({ stored }) => stored))),
        lowest(scores.map(({ recall }) => recall)),
      ];
    }),
  );
  console.log(
    `\n${table(['noise', 'phase', 'rows joined', 'with the right play', 'stored under', 'rows', 'found rightly'], lines)}`,
  );
}

function kindOf({ rows: all, stored }: LabelledHistory, at: number) {
  const row = all[at];
  const play = row && stored[row.storedAt];
  if (!play) return undefined;
  if (play.track.spotifyId !== row.track.spotifyId) return 'another id';
  return Math.floor(play.playedAt / 1_000) === row.endAt / 1_000
    ? 'same id, same second'
    : 'same id, another second';
}

function reportSpeed() {
  const lines = [0.25, 0.5, 1, 2].map((share) => {
    const count = Math.round(rows * share);
    const history = labelledHistory(1, count, NORMAL_NOISE);
    const ordinary = timeMatch(toMatchLists(history));
    const repeated = timeMatch(toMatchLists(onRepeat(history)));
    const perRow = (ms: number) => `${((ms / count) * 1_000).toFixed(2)} µs`;
    return [
      grouped(count),
      `${Math.round(ordinary)} ms`,
      perRow(ordinary),
      grouped(Math.round((count / ordinary) * 1_000)),
      perRow(repeated),
    ];
  });
  console.log(
    `\n${table(['rows', 'matched in', 'per row', 'rows/s', 'per row, one track on repeat'], lines)}`,
  );
}

function timeMatch(lists: Parameters<typeof matchPlays>): number {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const begunAt = performance.now();
    matchPlays(...lists);
    times.push(performance.now() - begunAt);
  }
  return median(times);
}

/** The same times and lengths, but never another track: nothing is told by the track any more. */
function onRepeat({ rows: all, stored, monitoredFrom }: LabelledHistory): LabelledHistory {
  const track = all[0]?.track;
  if (!track) throw new RangeError('the history is empty');
  return {
    rows: all.map((row) => ({ ...row, track })),
    stored: stored.map((play) => ({ ...play, track })),
    monitoredFrom,
  };
}

function lowest(shares: readonly number[]): string {
  return Math.min(...shares).toFixed(5);
}
