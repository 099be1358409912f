import { prepareDataDirectory } from './data-directory.ts';
import { withIdleDatabase } from './database/backup/reach-database.ts';
import { restoreBackup } from './database/backup/restore-backup.ts';
import { runOnFile } from './run-on-file.ts';

await runOnFile('npm run restore -- FILE', async (config, path) => {
  await prepareDataDirectory(config.dataDir);
  const { tables, createdAt } = await withIdleDatabase(config, ({ pool }) => restoreBackup(pool, path));
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `Restored and compared: ${rows} rows of ${tables.length} tables, as they were at ${createdAt}.\nWith another secret key than then, listeners have to connect Spotify again.`;
});
