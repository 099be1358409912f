import { openDatabase } from '../src/database/database.ts';
import { migrate } from '../src/database/migrate.ts';

/** A process to be killed: migrates the database of its argument. */
const database = openDatabase({ connectionString: process.argv[2] ?? '' });
await migrate(database.pool);
await database.close();
