import { expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

test('of a fault of ours the caller learns nothing but where the log says more', async () => {
  const database = await createTestDatabase();
  const server = await startTestServer(database);
  const anna = await Browser.signUp(server.address, 'anna');
  await database.pool.query('alter table plays rename column ms_played to something_else');
  const response = await anna.get('/api/plays');
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    error: {
      code: 'internal-error',
      message: expect.stringMatching(
        /^Something went wrong here\. The log says more under the request id [\w-]+\.$/,
      ),
    },
  });
});
