import { sql } from 'kysely';
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

/** The settings whose envelope begins with this mark. */
export async function listSealedSettings(
  database: Database,
  mark: Buffer,
): Promise<{ name: string; sealedValue: Buffer }[]> {
  return database
    .selectFrom('settings')
    .select(['name', 'sealed_value as sealedValue'])
    .where(sql<boolean>`substring(sealed_value for ${mark.length}::int) = ${mark}`)
    .$narrowType<{ sealedValue: Buffer }>()
    .execute();
}

/** Puts another envelope of the same setting in the place of this one; answers false when there is another by now. */
export async function replaceSealedSetting(
  database: Database,
  name: string,
  before: Buffer,
  after: Buffer,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('settings')
    .set({ sealed_value: after })
    .where('name', '=', name)
    .where('sealed_value', '=', before)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
