import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StartError } from '../errors.ts';
import type { PostgresUser } from './embedded-binaries.ts';

const NAME = 'postgres';

/**
 * The account that the database server runs under when we are root, which PostgreSQL refuses to be; made when the
 * system has none. Undefined when we are not root: then the server runs as we do.
 */
export async function findPostgresUser(): Promise<PostgresUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await readUser();
  if (existing) return existing;
  try {
    await promisify(execFile)('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      NAME,
    ]);
  } catch (error) {
    throw new StartError(
      `PostgreSQL does not run as root, and a system account "${NAME}" for it could not be made (${error instanceof Error ? error.message.trim() : String(error)}). Start this program as an ordinary user, or set DATABASE_URL.`,
    );
  }
  const made = await readUser();
  if (!made) throw new StartError(`The system account "${NAME}" was made but cannot be found.`);
  return made;
}

async function readUser(): Promise<PostgresUser | undefined> {
  const line = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .find((entry) => entry.startsWith(`${NAME}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
