import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/test-database.ts';
import { BackupFile, writeBackupFile } from './backup-file.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

const folder = await mkdtemp(join(tmpdir(), 'analytics-altered-backup-test-'));
afterAll(() => rm(folder, { recursive: true }));
const [source, target] = [await createTestDatabase(), await createTestDatabase()];
await source.pool.query("insert into users (display_name) values ('anna'), ('bert')");
const backup = join(folder, 'a.backup');
await writeBackup(source.pool, backup, '1.0.0');

/** The backup once more, with another name in it; its sums of the file are those of before or new ones. */
async function alter(name: string, sums: 'kept' | 'renewed'): Promise<string> {
  const path = join(folder, `${sums}.backup`);
  const original = await BackupFile.open(backup);
  await writeBackupFile(path, async (addTable) => {
    const tables = [];
    for (const table of original.manifest.tables) {
      const rows = (await text(await original.read(table))).replace('anna', name);
      const sha256 = await addTable(table.name, Readable.from([rows]));
      tables.push(sums === 'kept' ? table : { ...table, sha256 });
    }
    return { ...original.manifest, tables };
  });
  original.close();
  return path;
}

test.each([
  ['a file that can be read but is not as it was written', 'kept', 'users is not as it was written'],
  ['rows that do not come back as they were saved', 'renewed', 'users did not come back as it was saved'],
] as const)('%s: it is refused, and nothing is restored', async (_what, sums, words) => {
  await expect(restoreBackup(target.pool, await alter('nina', sums))).rejects.toThrow(words);
  expect((await target.pool.query('select from users')).rowCount).toBe(0);
});
