import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { changeExample, readExamples } from './manual-examples.ts';
import { startNginxOn } from './nginx.ts';
import { findProgram, RunningProxy } from './running-proxy.ts';

/** The name that the examples of the manual use. */
export const PUBLIC_NAME = 'music.example.org';

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
  const example = changeExample(changeExample(readExamples('nginx')[0], changes), {
    'listen 80;': `listen unix:${plainSocket(port)};`,
    'listen 443 ssl;': `listen 127.0.0.1:${port} ssl;`,
    'ssl_certificate /etc/ssl/music.example.org.pem;': `ssl_certificate ${certificate};`,
    'ssl_certificate_key /etc/ssl/music.example.org.key;': `ssl_certificate_key ${key};`,
    'http://127.0.0.1:8000': upstream,
  });
  const proxy = await startNginxOn(mkdtempSync(join(folder, 'nginx-')), port, `access_log off;\n${example}`);
  running.push(proxy);
  return proxy;
}

/** Starts a real Caddy on the example of the manual. */
export async function startCaddy({ port, upstream, changes }: ProxySettings): Promise<RunningProxy> {
  const example = changeExample(changeExample(readExamples('caddyfile')[0], changes), {
    'music.example.org {': `https://music.example.org:${port}, https://other.example.org:${port} {\nbind 127.0.0.1\ntls ${certificate} ${key}`,
    '127.0.0.1:8000': upstream.replace('http://', ''),
  });
  const own = mkdtempSync(join(folder, 'caddy-'));
  const file = join(own, 'Caddyfile');
  const options = '{\nadmin off\nauto_https disable_redirects\nlog {\nlevel WARN\n}\n}\n';
  writeFileSync(file, `${options}${example}`);
  const proxy = await RunningProxy.start(own, port, [
    'caddy',
    'run',
    '--adapter',
    'caddyfile',
    '--config',
    file,
  ]);
  running.push(proxy);
  return proxy;
}
