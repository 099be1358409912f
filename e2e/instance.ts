import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../server/test/free-port.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const main = join(import.meta.dirname, '../server/src/main.ts');

/**
 * Starts the product as a host does on the first day: an empty folder for its data, and nothing in its environment but the
 * given settings. The folder goes when it ends.
 * @param path where it lives below its host, such as `/music`, or empty
 */
export async function startInstance(path: string, settings: Record<string, string>): Promise<ServerProcess> {
  const port = await findFreePort();
  const address = `http://127.0.0.1:${port}${path}`;
  const directory = await mkdtemp(join(tmpdir(), 'analytics-e2e-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  const env = {
    PATH: process.env['PATH'],
    PORT: String(port),
    PUBLIC_URL: address,
    DATA_DIR: join(directory, 'data'),
    ...settings,
  };
  try {
    const running = await startServerProcess({
      script: main,
      directory,
      env,
      address,
      readyWords: `open ${address}/`,
    });
    return {
      address,
      async close() {
        await running.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
