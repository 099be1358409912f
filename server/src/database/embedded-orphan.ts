import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StartError } from '../errors.ts';

const STOP_TIMEOUT_MS = 60_000;

/** Ends the server that a killed process of ours left running; a fast shutdown aborts what it was doing. */
export async function stopOrphan(cluster: string, log: { info(message: string): void }) {
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (!Number.isInteger(pid)) return;
  if (await isPostgres(pid, cluster)) {
    log.info(`stopping the database server (process ${pid}) that a killed process left behind`);
    try {
      process.kill(pid, 'SIGINT');
    } catch (error) {
      // It has ended by itself since.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    await waitUntilGone(pid, cluster);
  }
  // One that was killed hard leaves the file, and its number may be that of a zombie, or of a stranger, for a while.
  await rm(pidFile, { force: true });
}

/**
 * Removes the sockets of a dead server. Their lock names a process, and PostgreSQL would not start while any process has that
 * number, as may be after a restart of the machine.
 */
export async function removeSockets(sockets: string) {
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) await rm(join(sockets, name), { force: true });
}

async function waitUntilGone(pid: number, cluster: string) {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (await isPostgres(pid, cluster)) {
    if (Date.now() > deadline) throw new StartError(`The database server of process ${pid} does not stop.`);
    await sleep(20);
  }
}

/** Whether that process is the server of this cluster, and not a stranger that got its number later. */
async function isPostgres(pid: number, cluster: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (process.platform !== 'linux') return hasCommandLineWith(pid, cluster);
  // A server works in its data directory, whatever name it was started by.
  const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return workingDirectory === (await realpath(cluster));
}

async function hasCommandLineWith(pid: number, cluster: string): Promise<boolean> {
  const listing = promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]);
  return listing.then(
    ({ stdout }) => stdout.includes(cluster),
    () => false,
  );
}
