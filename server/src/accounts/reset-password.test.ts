import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { ChildServer } from '../../test/child-server.ts';
import { findFreePort } from '../../test/free-port.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'analytics-reset-password-test-'));
const server = new ChildServer({ PORT: String(await findFreePort()), DATA_DIR: dataDir });
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Runs the program as the host does. */
async function resetPassword(...names: string[]): Promise<{ says: string; complains: string }> {
  const path = fileURLToPath(new URL('../reset-password.ts', import.meta.url));
  const options = { cwd: dataDir, env: { PATH: process.env['PATH'], DATA_DIR: dataDir } };
  return promisify(execFile)(process.execPath, [path, ...names], options).then(
    ({ stdout }) => ({ says: stdout, complains: '' }),
    ({ stderr }: { stderr: string }) => ({ says: '', complains: stderr }),
  );
}

const signIn = (username: string, password: string) =>
  new Browser(server.address).post('/api/session', { username, password });
const passwordIn = (says: string) => /: (\S+)\n/.exec(says)?.[1] ?? '';

test('the host gives an account a new password, while the program runs and while it does not', {
  timeout: 300_000,
}, async () => {
  await server.start();
  const anna = await Browser.signUp(server.address, 'anna');
  const ben = await Browser.signUp(server.address, 'ben');
  const first = passwordIn((await resetPassword('Anna')).says);
  expect(first.length).toBeGreaterThanOrEqual(20);
  expect((await anna.get('/api/session')).status).toBe(401);
  expect((await ben.get('/api/session')).status).toBe(200);
  expect((await signIn('anna', 'password of anna')).status).toBe(401);
  expect((await signIn('anna', first)).status).toBe(200);

  await server.stop();
  const second = passwordIn((await resetPassword('anna')).says);
  await server.start();
  expect((await signIn('anna', first)).status).toBe(401);
  expect((await signIn('anna', second)).status).toBe(200);
  expect((await signIn('ben', 'password of ben')).status).toBe(200);
});

test('whoever is not there, or is not named, is told so', async () => {
  expect((await resetPassword('nobody')).complains).toBe(
    'There is no account with a password that is called "nobody".\n',
  );
  expect((await resetPassword()).complains).toBe('Call it so: npm run reset-password -- USERNAME\n');
});
