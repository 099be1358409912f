import type { TrueStream } from '@analytics/simulator/control';
import type { LoggedRequest } from '@analytics/simulator/request-log';
import { isReadable, playsInAnswer } from './listed-plays.ts';

/** A play as the listener's own export shows it. */
export interface RecordedPlay {
  readonly playedAt: string;
  readonly spotifyId: string | null;
  readonly localUri: string | null;
  readonly trackName: string;
}

/** How a listener's history compares with what they truly played. */
export interface Judgement {
  /** Plays of the month that Spotify listed at any time. */
  readonly listed: number;
  /** Plays that were in an answer which must have arrived; at the beginning these reach back before the month. */
  readonly due: number;
  readonly recorded: number;
  /** Plays of the month in no such answer, and not recorded: beyond Spotify's window of 50. */
  readonly beyondWindow: number;
  readonly missing: readonly string[];
  readonly invented: readonly string[];
  readonly twice: readonly string[];
}

const keyOf = (at: string, uri: string | null) => `${at} ${uri}`;

const uriOf = ({ spotifyId, localUri }: RecordedPlay) =>
  spotifyId === null ? localUri : `spotify:track:${spotifyId}`;

const instant = (at: number) => new Date(at).toISOString();

/** Compares what is recorded with the truth. `isDoubtful` says that an answer may have been lost on its way. */
export function judgeListener(
  listed: readonly TrueStream[],
  monthBeganAt: number,
  polls: readonly LoggedRequest[],
  isDoubtful: (poll: LoggedRequest) => boolean,
  recorded: readonly RecordedPlay[],
): Judgement {
  const counts = new Map<string, number>();
  for (const play of recorded) {
    const key = keyOf(play.playedAt, uriOf(play));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const truth = new Map(listed.map((play) => [keyOf(instant(play.endAt), play.uri), play]));
  const due = new Map<TrueStream, LoggedRequest>();
  for (const poll of polls) {
    if (!isReadable(poll) || isDoubtful(poll)) continue;
    for (const play of playsInAnswer(listed, poll)) if (!due.has(play)) due.set(play, poll);
  }
  const missing = [...truth].flatMap(([key, play]) => {
    const poll = counts.has(key) ? undefined : due.get(play);
    return poll ? [explainMissing(key, play, poll)] : [];
  });
  const ofMonth = listed.filter(({ endAt }) => endAt >= monthBeganAt);
  return {
    listed: ofMonth.length,
    due: due.size,
    recorded: recorded.length,
    beyondWindow: ofMonth.filter(
      (play) => !due.has(play) && !counts.has(keyOf(instant(play.endAt), play.uri)),
    ).length,
    missing,
    invented: [...counts.keys()].filter((key) => !truth.has(key)).map((key) => explainInvented(key, listed)),
    twice: [...counts].flatMap(([key, count]) => (count > 1 ? [`${key} recorded ${count} times`] : [])),
  };
}

function explainMissing(key: string, play: TrueStream, poll: LoggedRequest): string {
  const late = play.visibleAt > play.endAt ? `, listed from ${instant(play.visibleAt)} on` : '';
  const fault = poll.fault === null ? '' : ` (${poll.fault})`;
  const asked = `first answered at ${instant(poll.at)}${fault}, really at ${instant(poll.realAt)}`;
  return `${key} (${play.kind}, ${play.msPlayed} ms${late}) is missing; ${asked}`;
}

function explainInvented(key: string, listed: readonly TrueStream[]): string {
  const [at = ''] = key.split(' ');
  const distance = (play: TrueStream) => Math.abs(play.endAt - Date.parse(at));
  const nearest = listed.toSorted((a, b) => distance(a) - distance(b))[0];
  const truth = nearest ? `${keyOf(instant(nearest.endAt), nearest.uri)} (${nearest.kind})` : 'nothing';
  return `${key} was never played; the nearest is ${truth}`;
}
