import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Simulator } from '@analytics/simulator/simulator';
import { type RunningServer, startServer, type StartOptions } from '../src/app/start-server.ts';
import { type Environment, loadConfig } from '../src/config.ts';
import { findFreePort } from './free-port.ts';
import type { TestDatabase } from './test-database.ts';

export interface TestServer extends RunningServer {
  readonly dataDir: string;
}

/** The whole product on a free port and the test's database, against a simulated Spotify if one is given. */
export async function startTestServer(
  database: TestDatabase,
  {
    simulator,
    env = {},
    options = {},
  }: { simulator?: Simulator; env?: Environment; options?: StartOptions } = {},
): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'analytics-test-data-'));
  const spotify = simulator && {
    SPOTIFY_CLIENT_ID: 'simulated-client-id',
    SPOTIFY_CLIENT_SECRET: 'simulated-client-secret',
    SPOTIFY_API_URL: simulator.apiUrl,
    SPOTIFY_ACCOUNTS_URL: simulator.accountsUrl,
  };
  const config = loadConfig({
    PORT: String(await findFreePort()),
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    LOG_LEVEL: 'silent',
    ...spotify,
    ...env,
  });
  const server = await startServer(config, options);
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  afterAll(close);
  return { ...server, close, dataDir };
}
