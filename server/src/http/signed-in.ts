import type { TokenAccess } from '@analytics/contract/account';
import type { ListenerId } from '../database/listener-id.ts';

/** Who a request comes from, as its session or its token says. */
export interface SignedIn {
  readonly id: ListenerId;
  readonly isHost: boolean;
  /** Another one after every change of what the listener's statistics are made from: their history, the catalogue, the day. */
  readonly version: string;
  /** A token may do less than a session, and one for reading less than that. */
  readonly access: 'session' | TokenAccess;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null when nobody is signed in. */
    signedIn: SignedIn | null;
  }
}
