import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { PUBLIC_NAME } from './reverse-proxy.ts';

interface VisitOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | Readable;
  /** The name that the visitor calls the proxy by, if it is not that of the examples. */
  readonly name?: string;
  /** The address of the machine that the visitor sits at. */
  readonly from?: string;
}

/** A browser without a page that comes by https to a proxy of this machine, under a name that only the two of them know. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #port: number;
  readonly #ca: string;

  constructor(port: number, ca: string) {
    this.#port = port;
    this.#ca = ca;
  }

  /** Answers as soon as the head of the answer is there. */
  async open(method: string, path: string, options: VisitOptions = {}): Promise<IncomingMessage> {
    const { body, headers = {}, name = PUBLIC_NAME, from = '127.0.0.1' } = options;
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const sent = request({
      host: '127.0.0.1',
      port: this.#port,
      localAddress: from,
      servername: name,
      ca: this.#ca,
      agent: false,
      method,
      path,
      headers: {
        host: `${name}:${this.#port}`,
        ...(cookie && { cookie }),
        ...(body && !(body instanceof Readable) && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    if (body instanceof Readable) await pipeline(body, sent);
    else sent.end(body && JSON.stringify(body));
    const [answer] = await answered;
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, cookieName = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(cookieName, value);
    }
    return answer;
  }

  async visit(method: string, path: string, options: VisitOptions = {}) {
    const answer = await this.open(method, path, options);
    return { status: answer.statusCode, headers: answer.headers, text: await text(answer) };
  }
}
