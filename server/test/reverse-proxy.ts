import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';

/** The name that the examples of the manual use. */
export const PUBLIC_NAME = 'music.example.org';
const MANUAL = join(import.meta.dirname, '../../docs/operating.md');
const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'];

export interface ProxySettings {
  readonly port: number;
  /** Where the program listens. */
  readonly upstream: string;
  /** What is changed in the manual's example besides addresses; each text has to stand in it. */
  readonly changes: Readonly<Record<string, string>>;
}

const folder = mkdtempSync(join(tmpdir(), 'analytics-proxy-'));
const certificate = join(folder, 'certificate.pem');
const key = join(folder, 'key.pem');
const running: RunningProxy[] = [];
// For the whole file: the hooks of a suite whose tests are all left out do not run.
afterAll(async () => {
  for (const proxy of running) await proxy.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The certificate that the proxies show: signed by itself, for the name of the examples and another one. */
export function makeCertificate(): string {
  const subject = ['-subj', '/CN=test', '-addext', `subjectAltName=DNS:${PUBLIC_NAME},DNS:other.example.org`];
  execFileSync(
    findProgram('openssl'),
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      ...subject,
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { stdio: 'pipe' },
  );
  return readFileSync(certificate, 'utf8');
}

/** Where nginx listens for plain http beside its port for https. */
export const plainSocket = (port: number): string => join(folder, `plain-${port}`);

/** Starts a real nginx on the example of the manual. */
export async function startNginx({ port, upstream, changes }: ProxySettings): Promise<RunningProxy> {
  const example = change(change(readExample('nginx'), changes), {
    'listen 80;': `listen unix:${plainSocket(port)};`,
    'listen 443 ssl;': `listen 127.0.0.1:${port} ssl;`,
    'ssl_certificate /etc/ssl/music.example.org.pem;': `ssl_certificate ${certificate};`,
    'ssl_certificate_key /etc/ssl/music.example.org.key;': `ssl_certificate_key ${key};`,
    'http://127.0.0.1:8000': upstream,
  });
  return RunningProxy.start(port, 'nginx', (own) => {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    for (const name of temporary) mkdirSync(join(own, name));
    const text = `
      daemon off;
      ${process.getuid?.() === 0 ? 'user root;' : ''}
      worker_processes 1;
      pid ${own}/pid;
      error_log stderr warn;
      events {}
      http {
        access_log off;
        ${temporary.map((name) => `${name}_temp_path ${own}/${name};`).join('\n')}
        ${example}
      }`;
    writeFileSync(join(own, 'nginx.conf'), text);
    return ['-p', own, '-c', join(own, 'nginx.conf'), '-e', 'stderr'];
  });
}

/** Starts a real Caddy on the example of the manual. */
export async function startCaddy({ port, upstream, changes }: ProxySettings): Promise<RunningProxy> {
  const example = change(change(readExample('caddyfile'), changes), {
    'music.example.org {': `https://music.example.org:${port}, https://other.example.org:${port} {\nbind 127.0.0.1\ntls ${certificate} ${key}`,
    '127.0.0.1:8000': upstream.replace('http://', ''),
  });
  return RunningProxy.start(port, 'caddy', (own) => {
    const options = '{\nadmin off\nauto_https disable_redirects\nlog {\nlevel WARN\n}\n}\n';
    writeFileSync(join(own, 'Caddyfile'), `${options}${example}`);
    return ['run', '--adapter', 'caddyfile', '--config', join(own, 'Caddyfile')];
  });
}

function readExample(language: string): string {
  const blocks = [...readFileSync(MANUAL, 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)];
  const [block, ...others] = blocks.filter(([, name]) => name === language);
  if (block?.[2] === undefined || others.length > 0) {
    throw new Error(`docs/operating.md should have one example for ${language}`);
  }
  return block[2];
}

function change(example: string, changes: Readonly<Record<string, string>>): string {
  let text = example;
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`the example in docs/operating.md has no "${from}"`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** A proxy in a process of its own, which ends with the test file. */
export class RunningProxy {
  /** What it has complained about so far. */
  complaints = '';
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.complaints += chunk;
    });
  }

  static async start(port: number, name: string, prepare: (own: string) => string[]): Promise<RunningProxy> {
    const own = mkdtempSync(join(folder, `${name}-`));
    const proxy = new RunningProxy(
      // It ends with this process at the latest, also when that is killed.
      spawn('setpriv', ['--pdeathsig=TERM', findProgram(name), ...prepare(own)], {
        env: { HOME: own, PATH: process.env['PATH'] },
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    );
    running.push(proxy);
    while (!(await accepts(port))) {
      if (proxy.#child.exitCode !== null) throw new Error(`${name} does not start: ${proxy.complaints}`);
      await sleep(20);
    }
    return proxy;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

/**
 * A program of the system; as root on Debian it is installed when it is missing.
 * @throws Error when there is none: a test must not pass because it had no proxy
 */
function findProgram(name: string): string {
  const find = () => FOLDERS.map((path) => join(path, name)).find((path) => existsSync(path));
  const found = find();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'pipe' } as const;
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], options);
  }
  const installed = find();
  if (installed === undefined) throw new Error(`There is no ${name} for the tests of proxies. Install it.`);
  return installed;
}
