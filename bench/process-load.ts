import { readFile, writeFile } from 'node:fs/promises';

/** What `/proc` counts processor time in; the same on every Linux. */
const TICK_MS = 10;
/** What Linux takes for `clear_refs` to begin a new peak. */
const RESET_PEAK = '5';

/** Processor time that a process has used, in ms; that of its ended children too where asked for. Linux only. */
export async function readCpuMs(pid: number, { withChildren = false } = {}): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name of the program, in brackets, may hold spaces; the fields after it begin with the state.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system, childrenUser, childrenSystem] = fields.slice(11, 15).map(Number);
  const own = (user ?? 0) + (system ?? 0);
  return TICK_MS * (withChildren ? own + (childrenUser ?? 0) + (childrenSystem ?? 0) : own);
}

/** Processor time of a database server with all its processes, those that have ended included. */
export async function readDatabaseCpuMs(postmaster: number): Promise<number> {
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').catch(() => '');
  const pids = children
    .trim()
    .split(' ')
    .filter((pid) => pid !== '');
  const times = await Promise.all(pids.map((pid) => readCpuMs(Number(pid))));
  return times.reduce((sum, time) => sum + time, await readCpuMs(postmaster, { withChildren: true }));
}

/** The most memory that a process has held since this was asked last, in bytes. Linux only. */
export async function takePeakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  await writeFile(`/proc/${pid}/clear_refs`, RESET_PEAK);
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1_024;
}

/** The memory that a process holds now, shared pages of its program included, in bytes. Linux only. */
export async function readMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1_024;
}
