import { isDeepStrictEqual } from 'node:util';
import type { MonitoringMode } from '@analytics/contract/monitoring';
import { compareTotals } from '../play-totals.ts';
import type { SettledListener } from '../settled-listeners.ts';
import { type Judgement, judgeListener } from './judge-listener.ts';
import { isReadable } from './listed-plays.ts';
import type { Month, Round } from './month.ts';
import { readHistory } from './read-history.ts';

/** Spotify may have been called again by polls that were under way. */
const UNDER_WAY_MS = 5_000;

/** What came of a month. */
export interface MonthReport {
  readonly modes: ReadonlyMap<MonitoringMode, { listeners: number; judgements: readonly Judgement[] }>;
  readonly rounds: readonly Round[];
  /** How many calls to Spotify ended how. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Everything that is not as it must be, explained; empty when all is well. */
  readonly differences: readonly string[];
}

export async function reportMonth(month: Month): Promise<MonthReport> {
  const { fleet } = month.cast;
  await Promise.all(fleet.workers.map((worker) => worker.stop()));
  const modes = new Map<MonitoringMode, { listeners: number; judgements: Judgement[] }>();
  const differences: string[] = [];
  for (const listener of month.cast.listeners) {
    const judgement = await judge(month, listener);
    const { missing, invented, twice } = judgement;
    differences.push(
      ...[...missing, ...invented, ...twice].map(
        (words) => `${listener.spotifyId} (${listener.mode}): ${words}`,
      ),
    );
    const ofMode = modes.get(listener.mode) ?? { listeners: 0, judgements: [] };
    ofMode.listeners += 1;
    ofMode.judgements.push(judgement);
    modes.set(listener.mode, ofMode);
  }
  differences.push(...findUnfinished(month), ...findForgotten(month), ...findForbiddenCalls(month));
  const { kept, computed } = await compareTotals(fleet.database.database);
  if (!isDeepStrictEqual(kept, computed)) differences.push('the totals are not those of the plays');
  return { modes, rounds: month.rounds, outcomes: month.log.outcomes, differences };
}

async function judge(month: Month, listener: SettledListener): Promise<Judgement> {
  const { simulator } = month.cast;
  const now = simulator.clock.now();
  const streams = simulator.truth(listener.spotifyId, 0, now + 1);
  const polls = month.log.polls.filter((poll) => poll.listenerId === listener.spotifyId);
  return judgeListener(
    streams.filter((stream) => stream.listed && stream.visibleAt <= now),
    month.rounds[0]?.at ?? now,
    polls,
    (poll) => month.log.isDoubtful(poll),
    await readHistory(month.cast.fleet, listener),
  );
}

function findUnfinished({ rounds }: Month): string[] {
  return rounds.flatMap(({ at, tookMs, trouble, isUnfinished }) =>
    isUnfinished
      ? [
          `${new Date(at).toISOString()}: not everyone was polled within ${Math.round(tookMs / 1_000)} s (${trouble ?? 'no trouble'})`,
        ]
      : [],
  );
}

/** Listeners whom Spotify's and the fleet's troubles have stopped for good, although all are over. */
function findForgotten({ cast, log, rounds }: Month): string[] {
  const calmAt = rounds.at(-3)?.at ?? 0;
  const polled = new Set(
    log.polls.filter((poll) => isReadable(poll) && poll.at >= calmAt).map((poll) => poll.listenerId),
  );
  return cast.listeners
    .filter(({ spotifyId }) => !polled.has(spotifyId))
    .map(({ spotifyId }) => `${spotifyId} is not polled any more`);
}

/** Calls to endpoints of which Spotify had said that it wants none. */
function findForbiddenCalls({ plan, log }: Month): string[] {
  return plan.begun.flatMap((trouble) => {
    if (!trouble.closesPlayer) return [];
    const during = log.polls.filter(({ at }) => at >= trouble.at && at < trouble.until);
    const refused = during.find(({ status }) => status === 429);
    if (!refused) return [];
    const forbidden = during.filter(({ realAt }) => realAt > refused.realAt + UNDER_WAY_MS);
    return forbidden.length === 0
      ? []
      : [
          `${trouble.name}: ${forbidden.length} polls in spite of it, the first at ${new Date(forbidden[0]?.at ?? 0).toISOString()}`,
        ];
  });
}
