import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '../server/test/free-port.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const root = join(import.meta.dirname, '..');

/**
 * Starts the demo on a free port, as `npm run demo` does, and answers when its listeners have moved in. Its data goes when it
 * ends.
 * @throws Error with what the demo said when it does not get that far
 */
export async function startDemo(): Promise<ServerProcess> {
  if (!existsSync(join(root, 'web/dist/index.html'))) {
    throw new Error('The web pages are not built. Run "npm run build" first.');
  }
  const port = await findFreePort();
  const address = `http://127.0.0.1:${port}`;
  return startServerProcess({
    script: join(root, 'server/src/app/demo.ts'),
    directory: root,
    env: { ...process.env, PORT: String(port) },
    address,
    readyWords: `with simulated listeners: ${address}/`,
  });
}
