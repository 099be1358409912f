import { resolve } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { withDatabase } from './database/reach-database.ts';
import { writeBackup } from './database/backup/write-backup.ts';
import { runProgram } from './run-program.ts';

await runProgram('npm run backup -- FILE', async (config, file) => {
  const path = resolve(file);
  const { tables } = await withDatabase(config, ({ pool }) => writeBackup(pool, path, packageJson.version));
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const key =
    config.secretKey === undefined ? `${config.dataDir}/secret-key` : 'the SECRET_KEY of this instance';
  return `Saved and checked: ${rows} rows of ${tables.length} tables in ${path}.\nNot in it, and needed to read the tokens for Spotify: ${key}. Keep that elsewhere.`;
});
