import type { Database } from '../database/database.ts';

/** A sealed setting of the instance. */
export async function findSetting(database: Database, name: string): Promise<Buffer | undefined> {
  const row = await database
    .selectFrom('settings')
    .select('sealed_value')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.sealed_value ?? undefined;
}

export async function upsertSealedSetting(database: Database, name: string, sealed: Buffer): Promise<void> {
  await database
    .insertInto('settings')
    .values({ name, value: null, sealed_value: sealed })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: null, sealed_value: sealed }))
    .execute();
}
