import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { hashToken } from './token-hash.ts';

/** How long a person may take at Spotify. */
export const SIGN_IN_MINUTES = 10;

export interface PendingSignIn {
  state: string;
  browserToken: string;
  codeVerifier: string;
  /** The listener whose account is to be connected; null when somebody signs in. */
  userId: ListenerId | null;
  returnTo: string | null;
  /** The token of the invitation that a newcomer brings along. */
  invitation: string | null;
}

export async function insertSpotifySignIn(database: Database, pending: PendingSignIn): Promise<void> {
  await database
    .insertInto('spotify_sign_ins')
    .values({
      state_hash: hashToken(pending.state),
      browser_hash: hashToken(pending.browserToken),
      code_verifier: pending.codeVerifier,
      user_id: pending.userId,
      return_to: pending.returnTo,
      invitation_hash: pending.invitation === null ? null : hashToken(pending.invitation),
    })
    .execute();
}

/** Takes the pending sign-in of this state out; it can be used once, in time, and only by the browser that began it. */
export async function takeSpotifySignIn(database: Database, state: string, browserToken: string) {
  return database
    .deleteFrom('spotify_sign_ins')
    .where('state_hash', '=', hashToken(state))
    .where('browser_hash', '=', hashToken(browserToken))
    .where('created_at', '>', sql<Date>`now() - make_interval(mins => ${SIGN_IN_MINUTES})`)
    .returning([
      'code_verifier as codeVerifier',
      'user_id as userId',
      'return_to as returnTo',
      'invitation_hash as invitationHash',
    ])
    .executeTakeFirst();
}
