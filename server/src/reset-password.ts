import { resetPassword } from './accounts/reset-password.ts';
import { withDatabase } from './database/reach-database.ts';
import { runProgram } from './run-program.ts';

await runProgram('npm run reset-password -- USERNAME', async (config, username) => {
  const password = await withDatabase(config, ({ database }) => resetPassword(database, username));
  return `The new password of ${username}: ${password}\nEvery session of the account has ended. Whoever signs in with it can choose another in the settings.`;
});
