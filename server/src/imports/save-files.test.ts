import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { DomainError } from '../errors.ts';
import { saveFiles } from './save-files.ts';

const LIMITS = { fileBytes: 100_000, uploadBytes: 250_000, files: 5 };

const folder = await mkdtemp(join(tmpdir(), 'save-files-'));
const app = Fastify();
await app.register(multipart);
app.route({
  method: 'POST',
  url: '/',
  handler: async (request) => {
    try {
      return { names: await saveFiles(request, folder, LIMITS) };
    } catch (error) {
      request.raw.unpipe();
      request.raw.resume();
      return { refused: error instanceof DomainError ? error.code : error };
    }
  },
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

/** Sends files of so many bytes, and answers what was said of them and how large they have become. */
async function send(...sizes: number[]): Promise<{ answer: unknown; saved: number[] }> {
  const form = new FormData();
  for (const size of sizes) form.append('file', new Blob([Buffer.alloc(size)]), 'a.json');
  const response = await fetch(address, { method: 'POST', body: form });
  const answer = await response.json();
  const saved: number[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    saved.push((await stat(join(folder, name))).size);
    await rm(join(folder, name));
  }
  return { answer, saved };
}

const names = (count: number) => ({ names: Array.from({ length: count }, () => 'a.json') });

test('files that are as large as they may be are saved whole', async () => {
  expect(await send(99_999, 99_999, 50_002)).toEqual({ answer: names(3), saved: [99_999, 99_999, 50_002] });
});

test('of a file that is too large, no more is saved than it may have', async () => {
  const { answer, saved } = await send(10, 5_000_000, 10);
  expect(answer).toEqual({ refused: 'too-large' });
  expect(saved).toEqual([10, LIMITS.fileBytes]);
});

test('an upload of files that are too large together is read no further than the file that is too much', async () => {
  const { answer, saved } = await send(90_000, 90_000, 90_000, 10, 10);
  expect(answer).toEqual({ refused: 'too-large' });
  expect(saved).toEqual([90_000, 90_000, 90_000]);
});
