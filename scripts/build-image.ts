import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

/**
 * Builds the container image with podman or docker, whichever is there, and with --try runs it once as compose.yaml does. With two
 * platforms or more the tag names a manifest list (podman) or needs a builder that can make one (docker buildx).
 */

const LONGEST_START_MS = 60_000;
const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const { values } = parseArgs({
  options: {
    tag: { type: 'string', default: `analytics-for-spotify:${version}` },
    platforms: { type: 'string' },
    /** The image with Node.js to build on, if it is not that of the Containerfile. */
    'node-image': { type: 'string' },
    try: { type: 'boolean', default: false },
  },
});
const engine = ['podman', 'docker'].find((name) => spawnSync(name, ['--version']).status === 0);
if (engine === undefined) throw new Error('There is neither podman nor docker here.');

build(engine);
if (values.try) await tryOut(engine);

function build(program: string) {
  const { tag, platforms, 'node-image': nodeImage } = values;
  const revision = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  const args = {
    VERSION: version,
    REVISION: revision,
    ...(nodeImage !== undefined && { NODE_IMAGE: nodeImage }),
  };
  const isList = platforms?.includes(',') === true && program === 'podman';
  run(program, [
    'build',
    ...(program === 'podman' ? ['--format=docker', '--ignorefile=deploy/Containerfile.dockerignore'] : []),
    '--file=deploy/Containerfile',
    isList ? `--manifest=${tag}` : `--tag=${tag}`,
    ...(platforms === undefined ? [] : [`--platform=${platforms}`]),
    ...Object.entries(args).map(([name, value]) => `--build-arg=${name}=${value}`),
    '.',
  ]);
}

/** Starts it as narrowly as it is meant to run, waits until it is ready and healthy, and ends it in order. */
async function tryOut(program: string) {
  const name = `analytics-try-${process.pid}`;
  const narrow = ['--read-only', '--tmpfs=/tmp', '--cap-drop=ALL', '--security-opt=no-new-privileges'];
  run(program, ['run', '--detach', `--name=${name}`, '--init', ...narrow, '--shm-size=256m', values.tag]);
  const inside = (...command: string[]) =>
    spawnSync(program, ['exec', name, ...command], { encoding: 'utf8' });
  try {
    const check =
      "fetch('http://127.0.0.1:8000/api/status').then(async (answer) => console.log(await answer.text()))";
    const deadline = Date.now() + LONGEST_START_MS;
    let answer = inside('node', '--eval', check);
    while (!answer.stdout.includes('"ready"')) {
      if (Date.now() > deadline) throw new Error(`it does not get ready: ${answer.stderr}`);
      await sleep(500);
      answer = inside('node', '--eval', check);
    }
    console.log(answer.stdout.trim(), inside('id').stdout.trim());
    if (inside('touch', '/app/x').status === 0) throw new Error('its root folder can be written to');
    if (program === 'podman') run(program, ['healthcheck', 'run', name]);
    run(program, ['stop', name]);
    const code = execFileSync(program, ['inspect', '--format={{.State.ExitCode}}', name], {
      encoding: 'utf8',
    });
    if (code.trim() !== '0') throw new Error(`it ended with ${code.trim()}`);
  } finally {
    run(program, ['logs', '--tail=20', name]);
    run(program, ['rm', '--force', '--volumes', name]);
  }
}

function run(program: string, args: readonly string[]) {
  execFileSync(program, args, { cwd: root, stdio: 'inherit' });
}
