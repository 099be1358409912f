import type { ServerEvent } from '@analytics/contract/status';
import type { FastifyReply } from 'fastify';
import type { ListenerId } from '../database/listener-id.ts';

const KEEP_ALIVE_MS = 20_000;
/** A browser then connects again by itself, which looks at its session anew. */
const LONGEST_STREAM_MS = 15 * 60_000;

/** The open event streams of this process, by listener. */
export class EventStreams {
  readonly #streams = new Map<number, Set<FastifyReply>>();
  #isClosed = false;

  /** Keeps the connection of this reply open and sends it what concerns the listener, until they leave. */
  open(listenerId: ListenerId, reply: FastifyReply): void {
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // nginx would otherwise hold events back.
      'x-accel-buffering': 'no',
    });
    reply.raw.write('retry: 3000\n\n');
    // Another answer would keep the browser from coming again.
    if (this.#isClosed) reply.raw.end();
    const streams = this.#streams.get(listenerId) ?? new Set();
    streams.add(reply);
    this.#streams.set(listenerId, streams);
    const keepAlive = setInterval(() => write(reply, ':\n\n'), KEEP_ALIVE_MS);
    const end = setTimeout(() => reply.raw.end(), LONGEST_STREAM_MS);
    reply.raw.on('close', () => {
      clearInterval(keepAlive);
      clearTimeout(end);
      streams.delete(reply);
      if (streams.size === 0 && this.#streams.get(listenerId) === streams) this.#streams.delete(listenerId);
    });
  }

  send(userId: number, event: ServerEvent): void {
    const { type, ...rest } = event;
    const text = `event: ${type}\ndata: ${JSON.stringify(rest)}\n\n`;
    for (const reply of this.#streams.get(userId) ?? []) write(reply, text);
  }

  /** Ends the streams of a listener who signed out somewhere; those still signed in elsewhere connect again by themselves. */
  end(userId: number): void {
    for (const reply of this.#streams.get(userId) ?? []) reply.raw.end();
  }

  /** Ends every stream, also those that are opened from now on, so that the server can close; browsers then connect to another process or later. */
  close(): void {
    this.#isClosed = true;
    for (const streams of this.#streams.values()) {
      for (const reply of streams) reply.raw.end();
    }
  }
}

/** A stream that was ended is there until its last bytes have gone; a word more would be an error that ends the process. */
function write(reply: FastifyReply, text: string): void {
  if (!reply.raw.writableEnded) reply.raw.write(text);
}
