import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningProxy } from './running-proxy.ts';

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/**
 * Starts a real nginx on these parts of an `http` block.
 * @param own a folder that is there, for what it writes
 * @param port where it will listen on the loopback address
 */
export function startNginxOn(own: string, port: number, http: string): Promise<RunningProxy> {
  for (const name of TEMPORARY) mkdirSync(join(own, name));
  const text = `
    daemon off;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    worker_processes 1;
    pid ${own}/pid;
    error_log stderr warn;
    events {}
    http {
      ${TEMPORARY.map((name) => `${name}_temp_path ${own}/${name};`).join('\n')}
      ${http}
    }`;
  writeFileSync(join(own, 'nginx.conf'), text);
  return RunningProxy.start(own, port, ['nginx', '-p', own, '-c', join(own, 'nginx.conf'), '-e', 'stderr']);
}
