import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const DEBIAN = '/etc/debian_version';

/** Without these it looks for updates and more on the network, which a closed one answers with long waits. */
const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Starts a Chromium without a window. Whoever calls closes it. */
export async function launchChromium(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: findChromium(),
    args: isRoot ? [...FLAGS, '--no-sandbox'] : FLAGS,
  });
}

/**
 * Where a Chromium is: what `CHROMIUM_PATH` names, one of the system, Playwright's download, or, as root on Debian, the
 * distribution's package, which is installed for the purpose.
 * @throws Error when there is none; a test must not pass because it had no browser
 */
function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
  }
  const found = findOnSystem() ?? [chromium.executablePath()].find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync(DEBIAN)) {
    installPackage();
    const installed = findOnSystem();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'There is no Chromium for the browser tests. Install one, run "npx playwright-core install chromium", or name one in CHROMIUM_PATH.',
  );
}

function findOnSystem(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const paths = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...paths, MAC].find((path) => existsSync(path));
}

function installPackage() {
  const options: ExecFileSyncOptions = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
}
