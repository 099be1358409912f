import { promisify } from 'node:util';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Entry, open, type ZipFile } from 'yauzl';
import { startEmbedded } from '../server/src/database/embedded.ts';

interface ExportRow {
  ts: string;
  spotify_track_uri: string | null;
  ms_played: number;
}

/**
 * The least that any import has to do: unzip and `JSON.parse` everything once, then COPY time, track and ms into a bare table
 * with a unique key. In ms.
 */
export async function measureFloor(exportPath: string, directory: string): Promise<number> {
  const server = await startEmbedded(directory, { info: () => {}, error: console.error });
  const client = new Client(server.connection);
  await client.connect();
  try {
    await client.query('drop table if exists floor');
    await client.query(
      'create table floor (played_at timestamptz, uri text, ms integer, place integer, unique (played_at, uri, place))',
    );
    const begin = performance.now();
    const lines: string[] = [];
    for await (const rows of readJsonFiles(exportPath)) {
      for (const { ts, spotify_track_uri: uri, ms_played: ms } of rows) {
        if (uri) lines.push(`${ts}\t${uri}\t${ms}\t${lines.length}\n`);
      }
    }
    await pipeline(Readable.from(batches(lines)), client.query(copyFrom('copy floor from stdin')));
    return performance.now() - begin;
  } finally {
    await client.end();
    await server.stop();
  }
}

function* batches(lines: readonly string[]) {
  for (let at = 0; at < lines.length; at += 1_000) yield lines.slice(at, at + 1_000).join('');
}

async function* readJsonFiles(path: string): AsyncGenerator<ExportRow[]> {
  const archive = await promisify<string, { lazyEntries: true }, ZipFile>(open)(path, { lazyEntries: true });
  for await (const entry of archive.eachEntry()) {
    if (!entry.fileName.endsWith('.json')) continue;
    const stream = await promisify<Entry, Readable>(archive.openReadStream.bind(archive))(entry);
    yield JSON.parse((await buffer(stream)).toString('utf8')) as ExportRow[];
  }
}
