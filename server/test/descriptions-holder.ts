import { openDatabase } from '../src/database/database.ts';
import { lockDescriptions } from '../src/database/locks.queries.ts';

/** As a program: a worker to be stalled. On the database of its argument several transactions want the descriptions; it tells the first. */
const { database } = openDatabase({ connectionString: process.argv[2] ?? '' });
for (let count = 0; count < 4; count += 1) {
  void database.transaction().execute(async (trx) => {
    await lockDescriptions(trx);
    process.stdout.write('locked\n');
    await new Promise(() => {});
  });
}
