import type { Readable } from 'node:stream';
import type { HistoryFormat } from '@analytics/contract/play';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { getUser } from '../../accounts/users.queries.ts';
import type { Database } from '../../database/database.ts';
import type { ListenerId } from '../../database/listener-id.ts';
import { DomainError } from '../../errors.ts';
import { toCsv } from './csv.ts';
import { type ExportedPlay, streamHistory } from './exported-plays.queries.ts';
import { toJsonLines } from './json-lines.ts';
import { toSpotifyArchive } from './spotify-archive.ts';

/** A download keeps a database connection for as long as the client takes; half of them stay free for everything else. */
const MOST_AT_ONCE = 5;

/** A client that has taken nothing for so long is cut off. */
const STALLED_AFTER_MS = 60_000;

interface Format {
  readonly mediaType: string;
  readonly ending: string;
  readonly order: Parameters<typeof streamHistory>[2];
  readonly write: (plays: AsyncIterable<ExportedPlay[]>) => Readable;
}

const FORMATS: Record<HistoryFormat, Format> = {
  jsonl: { mediaType: 'application/jsonl', ending: 'jsonl', order: 'by-time', write: toJsonLines },
  csv: { mediaType: 'text/csv; charset=utf-8', ending: 'csv', order: 'by-time', write: toCsv },
  spotify: {
    mediaType: 'application/zip',
    ending: 'zip',
    order: 'by-time-named-last',
    write: toSpotifyArchive,
  },
};

/** Makes what sends a listener everything that they have played as a file, row by row from the database to the socket. */
export function historyExporter(database: Database) {
  let running = 0;

  async function* readHistory(listenerId: ListenerId, order: Format['order']) {
    running += 1;
    try {
      yield* streamHistory(database, listenerId, order);
    } finally {
      running -= 1;
    }
  }

  return async (
    listenerId: ListenerId,
    format: HistoryFormat,
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  ): Promise<FastifyReply> => {
    const { mediaType, ending, order, write } = FORMATS[format];
    const { timezone } = await getUser(database, listenerId);
    if (running >= MOST_AT_ONCE) {
      throw new DomainError(
        'too-many-requests',
        'Several histories are being downloaded at the moment. Try again in a minute.',
        { retryAfterSeconds: 60 },
      );
    }
    const fileName = `listening-history-${dayIn(timezone)}.${ending}`;
    const headers = {
      'content-type': mediaType,
      'content-disposition': `attachment; filename="${fileName}"`,
    };
    if (request.method === 'HEAD') return reply.headers(headers).send();
    const plays = readHistory(listenerId, order);
    // What goes wrong at the beginning is answered like any other error; later on it breaks the download off.
    const first = await plays.next();
    const file = write(startingWith(first, plays));
    file.once('close', () => void plays.return().catch(() => {}));
    reply.raw.setTimeout(STALLED_AFTER_MS);
    return reply.headers(headers).send(file);
  };
}

async function* startingWith(first: IteratorResult<ExportedPlay[]>, rest: AsyncIterable<ExportedPlay[]>) {
  if (first.done !== true) yield first.value;
  yield* rest;
}

/** Today, `YYYY-MM-DD`. */
const dayIn = (timezone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' }).format();
