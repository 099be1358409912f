import type { Play } from '@analytics/contract/play';
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { request } from '../../api/request.ts';
import { useUser } from '../../components/user-context.ts';

const undoMs = 10_000;

/** Plays that were deleted together. Until it is sent to the server it can be undone; those that the server kept have failed. */
export interface Deletion {
  userId: number;
  plays: readonly Play[];
  state: 'waiting' | 'sending' | 'failed';
  error?: Error;
}

// They live outside the page: what could not be deleted after it was left is told when somebody comes back.
let deletions: readonly Deletion[] = [];
const timers = new Map<Deletion, ReturnType<typeof setTimeout>>();
const followers = new Set<() => void>();

function show(next: readonly Deletion[]): void {
  deletions = next;
  for (const follower of followers) follower();
}

function replace(deletion: Deletion, next?: Deletion): void {
  clearTimeout(timers.get(deletion));
  timers.delete(deletion);
  show(deletions.flatMap((known) => (known === deletion ? (next ?? []) : known)));
}

function follow(follower: () => void): () => void {
  followers.add(follower);
  return () => followers.delete(follower);
}

/** What the listener deleted a moment ago, the latest last. */
export function useDeletions(): readonly Deletion[] {
  const { id } = useUser();
  return useSyncExternalStore(follow, () => deletions).filter(({ userId }) => userId === id);
}

/** Takes plays out of sight, and deletes them for good in ten seconds. */
export function deletePlays(userId: number, plays: readonly Play[], queryClient: QueryClient): void {
  const deletion: Deletion = { userId, plays, state: 'waiting' };
  show([...deletions, deletion]);
  timers.set(
    deletion,
    setTimeout(() => void sendDeletion(deletion, queryClient), undoMs),
  );
}

/** Brings the plays of a deletion back that was not sent yet, or puts up with one that has failed. */
export const dropDeletion = (deletion: Deletion): void => {
  replace(deletion);
};

/** Deletes for good, at once, what waits for it. Nothing is lost when the page goes away meanwhile. */
export function sendWaiting(queryClient: QueryClient): void {
  for (const deletion of deletions) {
    if (deletion.state === 'waiting') void sendDeletion(deletion, queryClient);
  }
}

/** Deletes for good. Its plays stay out of sight until the history has been asked for again. */
export async function sendDeletion(deletion: Deletion, queryClient: QueryClient): Promise<void> {
  const sending: Deletion = { ...deletion, state: 'sending' };
  replace(deletion, sending);
  const errors = await Promise.all(sending.plays.map(sendPlay));
  await Promise.all(
    ['plays', 'stats', 'leaderboard'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
  );
  const error = errors.find((one) => one !== undefined);
  const kept = sending.plays.filter((_, index) => errors[index] !== undefined);
  replace(sending, error && { ...sending, plays: kept, state: 'failed', error });
}

/** Answers why a play could not be deleted. One that is gone already is no failure. */
async function sendPlay({ id }: Play): Promise<Error | undefined> {
  try {
    await request('DELETE /api/plays/{id}', { params: { id }, keepalive: true });
    return undefined;
  } catch (error) {
    return error instanceof ApiError && error.status === 404 ? undefined : (error as Error);
  }
}
