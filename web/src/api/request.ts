import type { Answer, Body, Endpoint, Params, Query } from '@analytics/contract/endpoint';
import type { EndpointName, Endpoints } from '@analytics/contract/endpoints';
import { addressOf } from '../base-address.ts';
import { readApiError, unreachable } from './api-error.ts';

type Loose<T> = { [K in keyof T]?: T[K] | undefined };
type Parts<E extends Endpoint> = { params: Params<E>; body: Body<E> };
type Needed<E extends Endpoint> = {
  [K in keyof Parts<E> as Parts<E>[K] extends undefined ? never : K]: Parts<E>[K];
};
interface Options {
  signal?: AbortSignal;
  /** It is sent even when the page is left meanwhile. */
  keepalive?: boolean;
}
type Input<E extends Endpoint> = Needed<E> & Options & { query?: Loose<Query<E>> };
type Arguments<E extends Endpoint> = [keyof Needed<E>] extends [never]
  ? [input?: Input<E>]
  : [input: Input<E>];
type Values = Record<string, string | number | boolean | undefined>;

interface AnyInput extends Options {
  params?: Values;
  query?: Values;
  body?: unknown;
}

/** Calls one endpoint of the contract. Members of the query that are undefined are left out. */
export async function request<N extends EndpointName>(
  name: N,
  ...[input]: Arguments<Endpoints[N]>
): Promise<Answer<Endpoints[N]>> {
  const { signal, keepalive = false, params, query, body } = (input ?? {}) as AnyInput;
  const [method = 'GET', path = ''] = name.split(' ');
  const response = await fetch(addressFor(path, params, query), {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
    keepalive,
  }).catch((cause: unknown) => {
    throw signal?.aborted ? cause : unreachable(cause);
  });
  const text = await response.text();
  if (!response.ok) throw readApiError(response.status, text);
  return (text === '' ? undefined : JSON.parse(text)) as Answer<Endpoints[N]>;
}

function addressFor(path: string, params: Values = {}, query: Values = {}): URL {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const address = addressOf(filled.slice(1));
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  return address;
}
