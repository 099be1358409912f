import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { provenListenerId } from '../database/listener-id.ts';
import { UploadDirectory } from './upload-directory.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'upload-directory-'));
afterAll(() => rm(dataDir, { recursive: true }));

test('what a killed process has left of an upload goes after a day, and nothing else', async () => {
  const uploads = new UploadDirectory(dataDir);
  const make = async (ageMs: number) => {
    const path = await uploads.makeIncoming();
    await writeFile(join(path, '0'), '[]');
    const at = new Date(Date.now() - ageMs);
    await utimes(path, at, at);
    return path;
  };
  const day = 24 * 3_600_000;
  const listenerId = provenListenerId(7);
  await make(day + 60_000);
  const fresh = await make(day - 60_000);
  await uploads.keep(await make(2 * day), listenerId, 1);
  await utimes(join(dataDir, 'uploads', '7'), 0, 0);
  await uploads.removeAbandoned();
  expect(
    (await readdir(join(dataDir, 'uploads'))).map((name) => join(dataDir, 'uploads', name)).toSorted(),
  ).toEqual([join(dataDir, 'uploads', '7'), fresh].toSorted());
  expect(await readdir(uploads.path(listenerId, 1))).toEqual(['0']);
});
