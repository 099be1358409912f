import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../test/browser.ts';
import { findPostmaster } from '../test/processes.ts';
import { Program } from '../test/program.ts';
import { createTestDatabase } from '../test/test-database.ts';
import { findFreePort } from '../test/free-port.ts';

const root = await mkdtemp(join(tmpdir(), 'analytics-main-'));
afterAll(() => rm(root, { recursive: true }));
const database = await createTestDatabase();

describe('a start that cannot be', () => {
  const taken = createServer();
  let takenPort = 0;
  beforeAll(async () => {
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    takenPort = (taken.address() as AddressInfo).port;
    await writeFile(join(root, 'file'), '');
  });
  afterAll(() => void taken.close());

  const dataDir = () => join(root, 'data');
  const cases: [what: string, env: () => Record<string, string>, message: RegExp][] = [
    [
      'wrong settings',
      () => ({ PORT: 'x', ROLE: 'y' }),
      /^The settings cannot be used:\n {2}- PORT .*\n {2}- ROLE .*\n$/,
    ],
    [
      'a taken port',
      () => ({ DATABASE_URL: database.url, DATA_DIR: dataDir(), PORT: String(takenPort) }),
      /^Port \d+ is taken\. .*set PORT\.\n$/,
    ],
    [
      'a host that is no address of the machine',
      () => ({ DATABASE_URL: database.url, DATA_DIR: dataDir(), HOST: '192.0.2.1' }),
      /^HOST 192\.0\.2\.1 is no address of this machine\.\n$/,
    ],
    [
      'a database that nobody answers for',
      () => ({ DATABASE_URL: 'postgresql://anna:hunter2@127.0.0.1:1/x', DATA_DIR: dataDir() }),
      /^The database of DATABASE_URL cannot be used: .*ECONNREFUSED.*\n$/,
    ],
    [
      'a database that does not exist',
      () => ({ DATABASE_URL: database.url.replace(database.name, 'nowhere'), DATA_DIR: dataDir() }),
      /^The database of DATABASE_URL cannot be used: database "nowhere" does not exist\.\n$/,
    ],
    [
      'a data folder below a file',
      () => ({ DATA_DIR: join(root, 'file', 'data') }),
      /^The data directory .* cannot be used \(ENOTDIR.*\)\. .*DATA_DIR.*\n$/,
    ],
  ];

  test.each(cases)('%s: one message, no trace', async (_what, env, message) => {
    const program = new Program({ PORT: String(await findFreePort()), ...env() });
    expect(await program.closed).toEqual({ code: 1, signal: null });
    expect(program.stderr).toMatch(message);
    expect(`${program.stdout}${program.stderr}`).not.toMatch(/hunter2|\n {4}at /);
  });

  test.runIf(process.getuid?.() === 0)('a data folder of somebody else: one message, no trace', async () => {
    const foreign = await mkdtemp(join(tmpdir(), 'analytics-foreign-'));
    const program = new Program({ DATA_DIR: join(foreign, 'data') }, { asNobody: true });
    expect(await program.closed).toEqual({ code: 1, signal: null });
    expect(program.stderr).toMatch(/^The data directory .* cannot be used \(EACCES.*\)\. .*\n$/);
    await rm(foreign, { recursive: true });
  });

  test('a data folder in use: one message, and the first lives on', async () => {
    const directory = join(root, 'shared');
    const first = new Program({ DATA_DIR: directory, PORT: String(await findFreePort()) });
    const address = await first.address();
    const second = new Program({ DATA_DIR: directory, PORT: String(await findFreePort()) });
    expect(await second.closed).toEqual({ code: 1, signal: null });
    expect(second.stderr).toMatch(/^Another process is already running on the data directory .*\n$/);
    expect((await fetch(`${address}/api/status`)).status).toBe(200);
    first.child.kill('SIGINT');
    expect(await first.closed).toEqual({ code: 0, signal: null });
  });
});

describe('a life', () => {
  test('SIGTERM ends it in order, with streams open, and leaves no database server', async () => {
    const directory = join(root, 'own');
    const program = new Program({ DATA_DIR: directory, PORT: String(await findFreePort()) });
    const address = await program.address();
    const anna = await Browser.signUp(address, 'anna');
    const stream = await anna.get('/api/events');
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    expect(await findPostmaster(directory)).toBeGreaterThan(0);
    program.child.kill('SIGTERM');
    expect(await program.closed).toEqual({ code: 0, signal: null });
    expect(await findPostmaster(directory)).toBeUndefined();
    expect(program.stderr).toBe('');
    expect(program.log.map(({ msg }) => msg)).toContain('SIGTERM: closing');
    expect(program.log.filter(({ level }) => Number(level) > 30)).toEqual([]);
    await stream.text();
  });

  test('the log is JSON and holds no secret', async () => {
    const simulator = await startSimulator();
    const program = new Program({
      DATABASE_URL: database.url,
      DATA_DIR: join(root, 'logging'),
      PORT: String(await findFreePort()),
      SECRET_KEY: 'the-secret-key-of-this-very-test-program',
      SPOTIFY_CLIENT_ID: 'simulated-client-id',
      SPOTIFY_CLIENT_SECRET: 'simulated-client-secret',
      SPOTIFY_API_URL: simulator.apiUrl,
      SPOTIFY_ACCOUNTS_URL: simulator.accountsUrl,
      LOG_LEVEL: 'trace',
    });
    const address = await program.address();
    const ben = await Browser.signUp(address, 'ben');
    await ben.post('/api/session', { username: 'ben', password: 'a wrong guess' });
    const made = await ben.post('/api/account/tokens', { name: 'a script', access: 'read' });
    const { token } = (await made.json()) as { token: string };
    await new Browser(address).get('/api/plays', { authorization: `Bearer ${token}` });
    const begin = await ben.get('/spotify/login');
    const { location, secrets } = await consent(begin, 'teo.twoyears');
    expect((await ben.get(location)).headers.get('location')).toBe('/spotify/analytics/');
    await ben.request('PUT', '/api/monitoring', { enabled: true });
    await expect
      .poll(async () => (await ben.json<{ lastPollAt: string | null }>('/api/monitoring')).lastPollAt, {
        timeout: 20_000,
      })
      .not.toBeNull();
    simulator.addFault({ kind: 'html', match: { path: '/api/token' }, times: 'forever' });
    const failing = await consent(await ben.get('/spotify/login'), 'teo.twoyears');
    expect((await ben.get(failing.location)).status).toBe(503);
    secrets.push(...failing.secrets, ...ben.cookies.values());
    secrets.push(token, 'password of ben', 'a wrong guess', 'the-secret-key-of', 'simulated-client-secret');
    program.child.kill('SIGTERM');
    await program.closed;
    await simulator.close();

    expect(program.log.length).toBeGreaterThan(10);
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(10);
      expect(program.stdout).not.toContain(secret);
    }
    // What the simulated Spotify gives out: codes and refresh tokens begin with AQ, access tokens with BQ.
    expect(program.stdout).not.toMatch(/[AB]Q[A-Za-z0-9]{100}/);
    expect(program.stdout).not.toMatch(/Bearer|Basic |scrypt\$/);
  });
});

test('what libraries hang on their errors is not logged: whole connections, with their keys', async () => {
  const program = new Program({
    DATABASE_URL: database.url.replace('user=postgres', 'user=postgres&password=hunter2'),
    DATA_DIR: join(root, 'errors'),
    PORT: String(await findFreePort()),
  });
  await program.address();
  const errors = () => program.log.flatMap(({ err }) => (err ? [err as Record<string, unknown>] : []));
  await expect
    .poll(async () => {
      await database.pool.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      return errors().length;
    })
    .toBeGreaterThan(0);
  program.child.kill('SIGTERM');
  await program.closed;
  for (const error of errors()) {
    expect(['type', 'code', 'message', 'stack', 'cause']).toEqual(expect.arrayContaining(Object.keys(error)));
  }
  expect(program.stdout).not.toMatch(/hunter2|secretKey/);
});

/** Allows everything at the simulated Spotify; answers where the browser goes back to and what nobody else may learn. */
async function consent(begin: Response, listener: string) {
  const authorize = new URL(begin.headers.get('location') ?? '');
  authorize.searchParams.set('simulate_listener', listener);
  const allowed = await fetch(authorize, { redirect: 'manual' });
  const { pathname, search, searchParams } = new URL(allowed.headers.get('location') ?? '');
  const secrets = [searchParams.get('code') ?? '', searchParams.get('state') ?? ''];
  return { location: `${pathname}${search}`, secrets };
}
