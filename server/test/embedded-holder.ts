import { Client } from 'pg';
import { startEmbedded } from '../src/database/embedded.ts';

/**
 * A process to be killed: runs an embedded database on the folder of its argument and commits numbers, which it prints; or, told
 * to be `busy`, is in the middle of a long statement.
 */
const directory = process.argv[2] ?? '';
const log = { info: () => {}, error: (message: string) => process.stderr.write(`${message}\n`) };
const server = await startEmbedded(directory, log);
const client = new Client(server.connection);
await client.connect();
await client.query('create table if not exists numbers (number integer primary key)');
if (process.argv[3] === 'busy') {
  // Takes some seconds in which it does not look whether its server lives.
  client.query('select count(*) from generate_series(1, 40000000)').catch(() => {});
  process.stdout.write('busy\n');
}
while (process.argv[3] !== 'busy') {
  const { rows } = await client.query<{ number: number }>(
    'insert into numbers select coalesce(max(number), 0) + 1 from numbers returning number',
  );
  process.stdout.write(`${rows[0]?.number}\n`);
}
