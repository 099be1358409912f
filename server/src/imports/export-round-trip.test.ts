import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Import } from '@analytics/contract/import';
import { createCatalogue } from '@analytics/simulator/catalogue';
import { writeExtendedExport } from '@analytics/simulator/export/extended-export';
import { createHeavyListener } from '@analytics/simulator/export/heavy-listener';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { insertNastyHistory } from '../../test/nasty-history.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const directory = await mkdtemp(join(tmpdir(), 'analytics-round-trip-'));
const anna = await Browser.signUp(server.address, 'anna');
const ROWS = 3_000;

afterAll(() => rm(directory, { recursive: true, force: true }));

/** An export of Spotify's, and plays that are hard to write; one play of the former is deleted. */
beforeAll(async () => {
  const { user } = await anna.json<{ user: { id: number } }>('/api/session');
  await insertNastyHistory(database, user.id);
  const catalogue = createCatalogue(3);
  const until = new Date('2026-10-01T00:00:00Z');
  const listener = createHeavyListener(catalogue, 5, ROWS, until);
  const streams = listener.timeline.between(0, until.getTime());
  const path = join(directory, 'spotify.zip');
  await writeExtendedExport({ catalogue, listener, streams, layout: '2026', rows: ROWS }, path);
  await importFile(anna, { name: 'spotify.zip', content: await openAsBlob(path) });
  const { items } = await anna.json<{ items: { id: number }[] }>('/api/plays?to=2026-02-01&limit=1');
  await anna.request('DELETE', `/api/plays/${items[0]?.id}`);
});

async function importFile(listener: Browser, file: { name: string; content: Blob }): Promise<Import> {
  const { id } = await listener.upload([file]);
  await listener.post(`/api/imports/${id}/execute`);
  return (await listener.waitForImport(id, ['imported', 'failed'])) as unknown as Import;
}

async function exportFile(listener: Browser, format: string): Promise<{ name: string; content: Blob }> {
  const response = await listener.get(`/api/export?format=${format}`);
  const [, name = ''] = /filename="(.+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  return { name, content: await response.blob() };
}

/** The history without what a file cannot bring along. */
async function historyOf(listener: Browser, lost: readonly string[]): Promise<Record<string, unknown>[]> {
  const { content } = await exportFile(listener, 'jsonl');
  const lines = (await content.text()).trimEnd().split('\n');
  return lines.map((line) => {
    const play = JSON.parse(line) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(play).filter(([name]) => !lost.includes(name)));
  });
}

test.each([
  ['jsonl', ['source']],
  ['csv', ['source']],
  ['spotify', ['source']],
])('what is exported as %s and imported into an empty account is the same history', async (format, lost) => {
  const before = await historyOf(anna, lost);
  expect(before.length).toBeGreaterThan(ROWS / 2);
  const listener = await Browser.signUp(server.address, `reader-of-${format}`);
  const { state, statistics } = await importFile(listener, await exportFile(anna, format));
  expect([state, statistics?.totalRows, statistics?.toImport]).toEqual([
    'imported',
    before.length,
    before.length,
  ]);
  expect(await historyOf(listener, lost)).toEqual(before);
  const again = await importFile(listener, await exportFile(anna, format));
  expect([again.statistics?.toImport, again.statistics?.exactDuplicates]).toEqual([0, before.length]);
});
