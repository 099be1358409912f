import type { Import, ImportRow } from '@analytics/contract/import';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { extendedRow, jsonFile, listAllPlays, undoImport } from '../../test/exports.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { describedTrack, PlayingListener } from '../../test/playing-listener.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { provenListenerId } from '../database/listener-id.ts';
import { executeImport } from './execute-import.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

/** Transactions that wait to write plays or a listener's history. */
async function countWaiting(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*) from pg_locks l join pg_database b on b.oid = l.database
    where b.datname = current_database() and not l.granted
      and (l.relation = 'plays'::regclass or (l.locktype = 'advisory' and l.classid = 7321))`,
  );
  return rows[0]?.count ?? 0;
}

test('a worker that stood still and comes back to an import that another has taken over changes nothing', async () => {
  const { database: handle } = database;
  const listener = await PlayingListener.signUp(handle, server.address, 'listener');
  const { browser } = listener;
  const tracks = [1, 2, 3, 4].map((number) => describedTrack(1, number, { name: `Lantern ${number}` }));
  await listener.playOn(1, tracks.slice(0, 2));
  const before = await listAllPlays(browser);
  const rows = tracks.map(({ spotifyId, name }, place) =>
    extendedRow({
      // A minute from what was polled, which then gets this time.
      ts: `2025-01-01T0${place}:01:00Z`,
      spotify_track_uri: `spotify:track:${spotifyId}`,
      master_metadata_track_name: name,
      master_metadata_album_artist_name: 'The Rivers 1',
    }),
  );
  const { id } = await browser.upload([jsonFile(rows)]);
  const holding = new Client(database.connection);
  await holding.connect();
  onTestFinished(() => holding.end());
  await holding.query('begin; lock table plays in exclusive mode');
  await browser.post(`/api/imports/${id}/execute`);
  await expect.poll(countWaiting).toBe(1);
  const { user } = await browser.json<{ user: { id: number } }>('/api/session');
  const comeBack = executeImport({ database: handle }, provenListenerId(user.id), id);
  await expect.poll(countWaiting).toBe(2);
  await holding.query('rollback');
  await comeBack;
  const done = (await browser.waitForImport(id, ['imported'])) as unknown as Import;
  expect(done.statistics).toMatchObject({ totalRows: 4, toImport: 2, windowDuplicates: 2 });
  expect(await listAllPlays(browser)).toHaveLength(4);
  const receipt = await browser.json<{ items: ImportRow[] }>(`/api/imports/${id}/rows`);
  expect(receipt.items.map(({ verdict }) => verdict)).toEqual(['window-duplicate', 'window-duplicate']);
  await undoImport(browser, id);
  expect(await listAllPlays(browser)).toEqual(before);
  const { kept, computed } = await compareTotals(handle);
  expect(kept).toEqual(computed);
});
