import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { Agent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { extendedRow } from '../../test/exports.ts';
import { HostileListener, listUploads } from '../../test/hostile-listener.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

let listener: HostileListener;
let listenerId: number;
beforeEach(async () => {
  listener = await HostileListener.signUp(server, database);
  const { user } = await listener.browser.json<{ user: { id: number } }>('/api/session');
  listenerId = user.id;
});

const uploads = join(server.dataDir, 'uploads');
const FILE = 'Content-Disposition: form-data; name="file"; filename="a.json"';
const part = (content: string) => `--xx\r\n${FILE}\r\n\r\n${content}\r\n`;
const content = Buffer.from(`${part(JSON.stringify([extendedRow()]))}--xx--\r\n`);
const incoming = async () =>
  (await readdir(uploads).catch(() => [])).filter((name) => name.startsWith('incoming-'));

/** An upload whose body the test writes by itself. */
function begin(contentLength: number, agent?: Agent): ClientRequest {
  return httpRequest(`${server.address}/api/imports`, {
    method: 'POST',
    headers: {
      cookie: [...listener.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'content-type': 'multipart/form-data; boundary=xx',
      'content-length': contentLength,
    },
    ...(agent && { agent }),
  });
}

async function answerTo(sent: ClientRequest) {
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

test('an upload whose connection is cut leaves nothing', async () => {
  const sent = begin(content.length);
  sent.on('error', () => undefined);
  sent.write(content.subarray(0, 400));
  await expect.poll(incoming).toHaveLength(1);
  sent.destroy();
  await expect.poll(incoming).toEqual([]);
  expect(await listener.browser.json('/api/imports')).toMatchObject({ total: 0 });
  await listener.importHonestly();
});

test('one upload too many is refused before its files have come in', async () => {
  await database.pool.query(
    `insert into imports (user_id, file_names) select $1, '{a.json}' from generate_series(1, 20)`,
    [listenerId],
  );
  const sent = begin(content.length);
  sent.write(content.subarray(0, 400));
  expect(await answerTo(sent)).toMatchObject({ status: 409, body: expect.stringContaining('wrong-state') });
  sent.end(content.subarray(400));
  expect(await incoming()).toEqual([]);
});

test('what still comes of an upload that cannot be stored is let go by, and the connection goes on', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const [first, second] = [part('[]'), part(' '.repeat(30_000_000))];
  const sent = begin(first.length + second.length, agent);
  sent.write(first);
  await expect.poll(incoming).toHaveLength(1);
  const [folder = ''] = await incoming();
  await expect.poll(() => readdir(join(uploads, folder))).toEqual(['0']);
  await rm(join(uploads, folder), { recursive: true });
  sent.end(second);
  const [{ status }] = await Promise.all([answerTo(sent), once(sent, 'finish')]);
  expect(status).toBe(503);
  const next = begin(content.length, agent);
  next.end(content);
  expect(await answerTo(next)).toMatchObject({ status: 202 });
  expect(next.reusedSocket).toBe(true);
});

test('an account that is deleted while its upload comes in leaves nothing of it', async () => {
  const sent = begin(content.length);
  sent.write(content.subarray(0, 400));
  await expect.poll(incoming).toHaveLength(1);
  expect((await listener.browser.request('DELETE', '/api/account')).status).toBe(204);
  sent.end(content.subarray(400));
  expect(await answerTo(sent)).toMatchObject({ status: 404 });
  const left = (await listUploads(server)).filter((path) =>
    path.startsWith(join(uploads, String(listenerId), '/')),
  );
  expect([...(await incoming()), ...left]).toEqual([]);
});
