import type { Static, TSchema } from 'typebox';

/** Who may call: anyone, a signed-in listener, or the host of the instance. */
export type Access = 'public' | 'listener' | 'host';

/** One entry of the table of contents: what goes in, what comes out, and who may ask. */
export interface Endpoint {
  readonly access: Access;
  readonly summary: string;
  /** The answer is the same until the listener's history, the catalogue or the day changes: it has an ETag, and 304 may do. */
  readonly revalidated?: true;
  /** Not by a personal access token: whoever finds one must not be able to take the account over with it. */
  readonly sessionOnly?: true;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** `multipart`: the handler reads the uploaded files itself. */
  readonly upload?: true;
  /** The status of a success, 200 unless given. */
  readonly status?: 200 | 201 | 202 | 204;
  /** The body of a success; absent for 204 and for streams. */
  readonly answer?: TSchema;
  /** The media types of a success that is a file. */
  readonly produces?: readonly string[];
  /** Also possible: nothing to say, answered with 204. */
  readonly mayBeEmpty?: true;
}

type Part<E extends Endpoint, K extends 'params' | 'query' | 'body' | 'answer'> = E[K] extends TSchema
  ? Static<E[K]>
  : undefined;

export type Params<E extends Endpoint> = Part<E, 'params'>;
export type Query<E extends Endpoint> = Part<E, 'query'>;
export type Body<E extends Endpoint> = Part<E, 'body'>;
export type Answer<E extends Endpoint> = Part<E, 'answer'>;
