import type { ListenerId } from '../database/listener-id.ts';

/** Who a request comes from, as its session says. */
export interface SignedIn {
  readonly id: ListenerId;
  readonly isHost: boolean;
  /** Another one after every change of what the listener's statistics are made from: their history, the catalogue, the day. */
  readonly version: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null when nobody is signed in. */
    signedIn: SignedIn | null;
  }
}
