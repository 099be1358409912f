import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** The pid of the database server that runs on the data directory; undefined when none does. */
export async function findPostmaster(directory: string): Promise<number | undefined> {
  const cluster = join(directory, 'postgres');
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const cwd = await readlink(`/proc/${entry}/cwd`).catch(() => '');
    if (cwd !== cluster) continue;
    const commandLine = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    if (commandLine.includes('\0-D\0')) return Number(entry);
  }
  return undefined;
}
