import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';

const SETTING = 'registration';

/** Whether strangers may create accounts: as the host has decided, else as `REGISTRATION` says. */
export async function isRegistrationOpen(
  database: Database,
  config: Pick<Config, 'registrationOpen'>,
): Promise<boolean> {
  const row = await database
    .selectFrom('settings')
    .select('value')
    .where('name', '=', SETTING)
    .executeTakeFirst();
  return row?.value ? (row.value as { open: boolean }).open : config.registrationOpen;
}

export async function upsertRegistration(database: Database, open: boolean): Promise<void> {
  const value = JSON.stringify({ open });
  await database
    .insertInto('settings')
    .values({ name: SETTING, value, sealed_value: null })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
