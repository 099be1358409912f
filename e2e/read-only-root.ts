import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Makes a root folder as a container has it and runs a command in it: the system and `/app` cannot be written to, `/data`,
 * `/tmp` and `/dev/shm` can; the process is number 1 of its own, has no capability and can win none.
 */
const SCRIPT = `set -eu
root=$1 tree=$2 data=$3 node=$4 uid=$5 app=$6
shift 6
mount -t tmpfs -o mode=755 tmpfs "$root"
cd "$root"
mkdir app data dev etc node proc tmp usr
for folder in bin lib lib64 sbin; do
  if [ -L "/$folder" ]; then cp -P "/$folder" .; elif [ -d "/$folder" ]; then
    mkdir "$folder"
    mount --bind "/$folder" "$folder"
    mount -o remount,bind,ro "$folder"
  fi
done
echo "analytics:x:$uid:$uid::/nonexistent:/usr/sbin/nologin" > etc/passwd
mount --bind /usr usr
mount --bind "$node" node
mount --bind "$tree" app
mount --bind "$data" data
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir dev/shm
mount -t tmpfs -o mode=1777 tmpfs dev/shm
for device in null random urandom zero; do
  : > "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mount -t proc proc proc
mount -o remount,bind,ro usr
mount -o remount,bind,ro node
[ "$app" = writable ] || mount -o remount,bind,ro app
mount -o remount,ro "$root"
exec chroot . /usr/bin/setpriv "--reuid=$uid" "--regid=$uid" --clear-groups --bounding-set=-all --inh-caps=-all \\
  --no-new-privs -- /usr/bin/env --chdir=/app "$@"
`;

const UNSHARE = ['--mount', '--pid', '--fork', '--kill-child'];

export interface RootSettings {
  /** What is found at `/app`. */
  readonly tree: string;
  /** What is found at `/data`; it has to belong to `uid`. */
  readonly data: string;
  readonly uid: number;
  readonly env: Readonly<Record<string, string>>;
  readonly isAppWritable?: boolean;
}

/** Why no such root can be made here, or undefined where it can. */
export function whyNoReadOnlyRoot(): string | undefined {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root';
  const attempt = spawnSync('unshare', [...UNSHARE, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], {
    encoding: 'utf8',
  });
  return attempt.status === 0 ? undefined : attempt.error?.message || attempt.stderr.trim();
}

/** A command that runs in a read-only root. */
export class RootedProcess {
  /** What it has said on both of its outputs so far. */
  output = '';
  readonly closed: Promise<number | null>;
  readonly #unshare: ChildProcess;

  private constructor(unshare: ChildProcess, root: string) {
    this.#unshare = unshare;
    for (const stream of [unshare.stdout, unshare.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.output += chunk;
      });
    }
    this.closed = once(unshare, 'close').then(async ([code]) => {
      await rmdir(root);
      return code as number | null;
    });
  }

  static async start(settings: RootSettings, command: readonly string[]): Promise<RootedProcess> {
    const root = await mkdtemp(join(tmpdir(), 'analytics-root-'));
    const { tree, data, uid, env, isAppWritable = false } = settings;
    const places = [root, tree, data, dirname(process.execPath), String(uid)];
    const script = ['sh', '-c', SCRIPT, 'sh', ...places, isAppWritable ? 'writable' : 'read-only'];
    const child = spawn('unshare', [...UNSHARE, ...script, ...command], {
      env: { PATH: '/node:/usr/bin:/bin:/usr/sbin:/sbin', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new RootedProcess(child, root);
  }

  /** Its number outside. */
  get pid(): number {
    const { pid } = this.#unshare;
    const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return Number(child);
  }

  kill(signal: NodeJS.Signals): void {
    if (this.#unshare.exitCode === null && this.#unshare.signalCode === null) process.kill(this.pid, signal);
  }
}

/** Runs a command to its end. */
export async function runInReadOnlyRoot(
  settings: RootSettings,
  command: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const started = await RootedProcess.start(settings, command);
  const code = await started.closed;
  return { code, output: started.output };
}
