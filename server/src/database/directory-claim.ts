import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../errors.ts';

/** The longest path of a Unix socket that every system takes, without the longest socket name of ours. */
const LONGEST_SOCKET_DIRECTORY = 103 - '/.s.PGSQL.5432.lock'.length;

/** Where the sockets of a data directory are: inside it, or in the system's temporary folder when its path is too long. */
export function socketDirectory(directory: string): string {
  const inside = join(directory, 'run');
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_DIRECTORY) return inside;
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  return join(tmpdir(), `analytics-${name}`);
}

export interface DirectoryClaim {
  release(): Promise<void>;
}

/**
 * Claims a data directory for this process by listening on a socket in it: unlike a file with a process number, a
 * socket answers only while its owner lives.
 * @throws StartError when another process holds the claim.
 */
export async function claimDirectory(directory: string, sockets: string): Promise<DirectoryClaim> {
  const path = claimPath(sockets);
  let server = await listen(path);
  if (!server) {
    if (await answers(path)) {
      throw new StartError(
        `Another process is already running on the data directory ${directory}. Stop it first, or give this one its own DATA_DIR.`,
      );
    }
    await rm(path, { force: true });
    server = await listen(path);
    if (!server) throw new StartError(`Another process has just claimed the data directory ${directory}.`);
  }
  const claimed = server;
  return { release: () => new Promise((resolve) => claimed.close(() => resolve())) };
}

/** Whether a process of ours has claimed the directory whose sockets these are. */
export const isClaimed = (sockets: string): Promise<boolean> => answers(claimPath(sockets));

const claimPath = (sockets: string) => join(sockets, 'claim');

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => resolve(server));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
