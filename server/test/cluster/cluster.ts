import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator } from '@analytics/simulator/simulator';
import { Fleet } from '../fleet.ts';
import { findFreePort } from '../free-port.ts';
import { changeExample, readExamples } from '../manual-examples.ts';
import { startNginxOn } from '../nginx.ts';
import type { RunningProxy } from '../running-proxy.ts';

/** How nginx notes what it has asked which process, and what came of it: several statuses when it had to ask again. */
const LOG_FORMAT = `log_format tried '$upstream_status|$status|$request_method $request_uri';`;

/** The product as it runs on several machines, behind an nginx as the manual sets it up, but for https. */
export class Cluster {
  readonly fleet: Fleet;
  readonly address: string;
  readonly #proxy: RunningProxy;
  readonly #accessLog: string;

  private constructor(fleet: Fleet, address: string, proxy: RunningProxy, accessLog: string) {
    this.fleet = fleet;
    this.address = address;
    this.#proxy = proxy;
    this.#accessLog = accessLog;
  }

  /** Starts two processes for the web and so many workers, on a folder that is made. */
  static async start(directory: string, simulator: Simulator, workers: number): Promise<Cluster> {
    const own = join(directory, 'nginx');
    await mkdir(own, { recursive: true });
    const port = await findFreePort();
    const address = `http://127.0.0.1:${port}`;
    const env = { PUBLIC_URL: address, TRUST_PROXY: '127.0.0.1' };
    const fleet = await Fleet.start(directory, simulator, { webs: 2, workers, env });
    const accessLog = join(own, 'access.log');
    const [first = '', second = ''] = fleet.addresses.map((one) => new URL(one).host);
    const [server, upstream] = readExamples('nginx');
    const http = [
      LOG_FORMAT,
      `access_log ${accessLog} tried;`,
      changeExample(upstream, { '127.0.0.1:8001': first, '127.0.0.1:8002': second }),
      changeExample(server, {
        'listen 80;': `listen unix:${join(own, 'plain')};`,
        'listen 443 ssl;': `listen 127.0.0.1:${port};`,
        'ssl_certificate /etc/ssl/music.example.org.pem;': '',
        'ssl_certificate_key /etc/ssl/music.example.org.key;': '',
        'http://127.0.0.1:8000': 'http://analytics',
      }),
    ];
    return new Cluster(fleet, address, await startNginxOn(own, port, http.join('\n')), accessLog);
  }

  /** How many requests nginx has asked of one process in vain, and then of the other. */
  async countRetried(): Promise<number> {
    const lines = (await readFile(this.#accessLog, 'utf8')).split('\n');
    return lines.filter((line) => line.split('|')[0]?.includes(',')).length;
  }

  async stop(): Promise<void> {
    await this.#proxy.stop();
    await this.fleet.stop();
  }
}
