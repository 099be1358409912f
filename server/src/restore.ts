import { resolve } from 'node:path';
import { prepareDataDirectory } from './data-directory.ts';
import { withIdleDatabase } from './database/reach-database.ts';
import { restoreBackup } from './database/backup/restore-backup.ts';
import { runProgram } from './run-program.ts';

await runProgram('npm run restore -- FILE', async (config, file) => {
  await prepareDataDirectory(config.dataDir);
  const { tables, createdAt } = await withIdleDatabase(config, ({ pool }) =>
    restoreBackup(pool, resolve(file)),
  );
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `Restored and compared: ${rows} rows of ${tables.length} tables, as they were at ${createdAt}.\nWith another secret key than then, listeners have to connect Spotify again.`;
});
