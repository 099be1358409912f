import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../errors.ts';
import {
  type Command,
  postgresCommand,
  postgresMajorVersion,
  type PostgresUser,
} from './embedded-binaries.ts';

/** What PostgreSQL refuses in the mode of its folder: that the group may write there, or others do anything. */
const OPEN_TO_OTHERS = 0o027;

/**
 * Makes a folder of the account that the database server runs under, or takes one that is there, and closes it to others.
 * @throws StartError when it is another's
 */
export async function makeOwnedDirectory(path: string, user: PostgresUser | undefined) {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (user) await chown(path, user.uid, user.gid);
  await closeToOthers(path);
}

/**
 * Makes the cluster when there is none. That happens beside its place, and it is moved in whole, so that a kill in between is harmless; `initdb`
 * outlives us then, and removes what stands in its folder when it fails, so each has a folder of its own.
 * @throws StartError when another version has written what is there
 */
export async function makeCluster(cluster: string, user: PostgresUser | undefined) {
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  const major = await postgresMajorVersion();
  if (version !== undefined) {
    if (version.trim() === String(major)) return closeToOthers(cluster);
    throw new StartError(
      `The data in ${cluster} was written by PostgreSQL ${version.trim()}, but this program brings ${major}. See "Upgrading" in docs/operating.md.`,
    );
  }
  await removeUnfinished(cluster);
  const fresh = await mkdtemp(`${cluster}.new-`);
  await makeOwnedDirectory(fresh, user);
  const command = await postgresCommand(
    'initdb',
    user,
    [cluster],
    [
      `--pgdata=${fresh}`,
      '--username=postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ],
  );
  await runToEnd(command, fresh);
  await rename(fresh, cluster);
}

/** Removes what killed starts have left beside the cluster, even while somebody writes there still. */
async function removeUnfinished(cluster: string) {
  const folder = dirname(cluster);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(cluster)}.new`)) continue;
    await rm(join(folder, name), { recursive: true, force: true, maxRetries: 20 });
  }
}

/**
 * A volume driver may open folders to the group of a pod (`fsGroup`), or a copy of the data to everyone; PostgreSQL then refuses them.
 * @throws StartError when it is not ours to change
 */
async function closeToOthers(folder: string) {
  if (((await stat(folder)).mode & OPEN_TO_OTHERS) === 0) return;
  try {
    await chmod(folder, 0o700);
  } catch (error) {
    throw new StartError(
      `${folder} is open to others than its owner and cannot be closed (${(error as Error).message}). Let it belong to the account that runs this program.`,
    );
  }
}

async function runToEnd(command: Command, directory: string) {
  const child = spawn(command.file, command.args, {
    ...command.options,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let messages = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    messages += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new StartError(`PostgreSQL could not set up ${directory}: ${messages.trim()}`);
}
