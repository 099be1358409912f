import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Import } from '@analytics/contract/import';
import { beforeEach, expect, test } from 'vitest';
import { extendedRow, jsonFile } from '../../test/exports.ts';
import { HostileListener, listUploads } from '../../test/hostile-listener.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { lockHistory } from '../database/locks.queries.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';
import { giveUp } from './run-stage.ts';
import { UploadDirectory } from './upload-directory.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const run = promisify(execFile);

let listener: HostileListener;
beforeEach(async () => {
  listener = await HostileListener.signUp(server, database);
});

const uploads = join(server.dataDir, 'uploads');
const json = JSON.stringify([extendedRow()]);
const FILE = 'Content-Disposition: form-data; name="file"; filename="a.json"';
const part = (heading: string, content: string) => `--xx\r\n${heading}\r\n\r\n${content}\r\n`;
const body = (...parts: string[]) => `${parts.join('')}--xx--\r\n`;

const headers = (type = 'multipart/form-data; boundary=xx') => ({
  cookie: [...listener.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  'content-type': type,
});

async function send(content: string | Buffer, type?: string) {
  const response = await fetch(`${server.address}/api/imports`, {
    method: 'POST',
    headers: headers(type),
    body: new Blob([new Uint8Array(Buffer.from(content as string))]),
  });
  return {
    status: response.status,
    answer: (await response.json()) as { id?: number; error?: { code: string } },
  };
}

const uploadsOf = async (id: number) =>
  (await listUploads(server)).filter((path) => path.startsWith(join(uploads, String(id), '/')));
const listImports = () => listener.browser.json<{ items: Import[]; total: number }>('/api/imports');

test.each<[string, string, number, string, string?]>([
  ['no boundary is named', json, 400, 'invalid-request', 'multipart/form-data'],
  [
    'the boundary is too long',
    json,
    400,
    'invalid-request',
    `multipart/form-data; boundary=${'b'.repeat(400)}`,
  ],
  ['there is none of it', '', 400, 'invalid-request'],
  ['it is something else', 'junk', 400, 'invalid-request'],
  ['it breaks off in a file', part(FILE, json).slice(0, 300), 400, 'invalid-request'],
  ['it breaks off behind a file', part(FILE, json), 400, 'invalid-request'],
  [
    'a part takes the name of a prototype',
    body(part(FILE.replace('file', '__proto__'), json)),
    400,
    'invalid-request',
  ],
  [
    'the heading of a part is too long',
    body(part(`X: ${'y'.repeat(200_000)}\r\n${FILE}`, json)),
    400,
    'invalid-request',
  ],
  [
    'there are too many fields',
    body(
      part(FILE, json),
      ...Array.from({ length: 11 }, (_, at) => part(`Content-Disposition: form-data; name="f${at}"`, 'x')),
    ),
    413,
    'too-large',
  ],
  [
    'there are too many files',
    body(...Array.from({ length: 501 }, () => part(FILE, json))),
    413,
    'too-large',
  ],
])('an upload is refused and leaves nothing: %s', async (_what, content, status, code, type) => {
  const refused = await send(content, type);
  expect([refused.status, refused.answer.error?.code]).toEqual([status, code]);
  expect((await listImports()).total).toBe(0);
  expect(await readdir(uploads)).toEqual([]);
});

test('a file may be called anything, or nothing', async () => {
  const named = (disposition: string) =>
    part(`Content-Disposition: form-data; name="file"; ${disposition}`, json);
  const { answer } = await send(
    Buffer.from(
      body(
        part('Content-Disposition: form-data; name="file"\r\nContent-Type: application/octet-stream', json),
        named('filename=""'),
        named('filename="../../../etc/passwd"'),
        named('filename="C:\\fakepath\\a.json"'),
        named('filename="a\tb\x01\xff\x00\\".json"'),
        named("filename*=UTF-8''%E2%80%AE%00..%2Fx%F0%9F%8E%B5.json"),
        named("filename*=foo'bar'%zz"),
        named(`filename="${'n'.repeat(5_000)}"`),
      ),
      'latin1',
    ),
  );
  const done = (await listener.browser.waitForImport(answer.id ?? 0, ['analysed'])) as unknown as Import;
  expect(done.fileNames).toEqual([
    'unnamed',
    'unnamed',
    'passwd',
    'a.json',
    'ab\uFFFD".json',
    'x\u{1F3B5}.json',
    '%zz',
    'n'.repeat(200),
  ]);
  expect(done.statistics).toMatchObject({ toImport: 1, repeatedInFile: done.fileNames.length - 1 });
  await listener.importHonestly();
});

test('500 files are one history', async () => {
  const files = Array.from({ length: 500 }, (_, at) =>
    jsonFile(
      [extendedRow({ ts: new Date(Date.UTC(2024, 0, 1) + at * 240_000).toISOString() })],
      `${at}.json`,
    ),
  );
  const { import: done } = await listener.import(...files);
  expect(done.statistics).toMatchObject({ totalRows: 500, toImport: 500 });
  await listener.importHonestly();
});

test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'a full disk is said, nothing is kept, and the connection goes on',
  async ({ skip }) => {
    await mkdir(uploads, { recursive: true });
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', uploads]).catch(() => null);
    skip(mounted === null, 'this machine lets nobody mount');
    try {
      for (const bytes of [3_000_000, 30_000_000, 30_000_000]) {
        const form = new FormData();
        form.append('file', new Blob([json]), 'a.json');
        form.append('file', new Blob([Buffer.alloc(bytes, ' ')]), 'b.json');
        const response = await listener.browser.post('/api/imports', form);
        expect(response.status).toBe(507);
        expect(await response.json()).toMatchObject({ error: { code: 'disk-full' } });
        expect(await readdir(uploads)).toEqual([]);
      }
      expect((await listImports()).total).toBe(0);
      await listener.importHonestly();
    } finally {
      await run('umount', [uploads]);
    }
  },
);

/** Does something while the listener’s uploads have to wait, as behind a long import of theirs. */
async function whileWaiting(work: (id: ListenerId) => Promise<void>): Promise<void> {
  const { user } = await listener.browser.json<{ user: { id: number } }>('/api/session');
  const id = provenListenerId(user.id);
  await database.database.transaction().execute(async (trx) => {
    await lockHistory(trx, id);
    await work(id);
  });
}

test('no more than 20 uploads wait, however many come at once', async () => {
  const upload = () => send(body(part(FILE, json)));
  await whileWaiting(async (listenerId) => {
    const answers = await Promise.all(Array.from({ length: 30 }, upload));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([count(202), count(409)]).toEqual([20, 10]);
    expect((await upload()).status).toBe(409);
    const { items } = await listImports();
    expect(items).toHaveLength(20);
    for (const { id } of items) {
      expect((await listener.browser.request('DELETE', `/api/imports/${id}`)).status).toBe(204);
    }
    expect(await uploadsOf(listenerId)).toEqual([]);
    expect((await upload()).status).toBe(202);
  });
});

test('an import that is given up says so and keeps no file', async () => {
  await whileWaiting(async (listenerId) => {
    const ids = [await send(body(part(FILE, json))), await send(body(part(FILE, json)))].map(
      ({ answer }) => answer.id,
    );
    const [first = 0, second = 0] = ids;
    await listener.browser.waitForImport(first, ['analysing']);
    const context = { database: database.database, uploads: new UploadDirectory(server.dataDir) };
    await giveUp(context, listenerId, second);
    expect(await listener.browser.json(`/api/imports/${second}`)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('Nothing was imported'),
    });
    expect(await uploadsOf(listenerId)).toEqual([join(uploads, String(listenerId), String(first), '0')]);
  });
});
