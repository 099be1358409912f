import { groupRecordings } from '../src/catalog/group-recordings.ts';
import type { Database } from '../src/database/database.ts';

/** Makes recordings until no track waits to be looked at, also when somebody was in the way. */
export async function groupAllRecordings(database: Database): Promise<void> {
  let waiting = true;
  while (waiting) {
    await groupRecordings(database);
    waiting =
      (await database.selectFrom('recording_checks').select('id').limit(1).executeTakeFirst()) !== undefined;
  }
}
