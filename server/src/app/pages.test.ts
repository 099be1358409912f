import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const server = await startTestServer(await createTestDatabase());
afterAll(() => server.close());

async function read(path: string, encoding: string) {
  const sent = get(`${server.address}/${path}`, { headers: { 'accept-encoding': encoding } });
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { headers: answer.headers, body: await buffer(answer) };
}

test('scripts and styles come compressed as well as the browser can take it, and are kept for ever', async () => {
  const page = (await read('spotify/', 'identity')).body.toString();
  const files = [...page.matchAll(/(?:src|href)="(?:\.\/)?(assets\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(files.some((path) => path.endsWith('.css'))).toBe(true);
  expect(files.some((path) => path.includes('/shared-'))).toBe(true);
  for (const path of files) {
    const plain = await read(path, 'identity');
    const small = await read(path, 'gzip');
    const smallest = await read(path, 'gzip, br');
    const answers = [plain, small, smallest];
    expect(answers.map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'gzip', 'br']);
    expect(gunzipSync(small.body)).toEqual(plain.body);
    expect(brotliDecompressSync(smallest.body)).toEqual(plain.body);
    for (const { headers } of answers) {
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(headers['content-type']).toBe(plain.headers['content-type']);
      expect(headers.vary).toContain('accept-encoding');
    }
  }
});
