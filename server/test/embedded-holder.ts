import { Client } from 'pg';
import { startEmbedded } from '../src/database/embedded.ts';

/** A process to be killed: runs an embedded database on the folder of its argument and commits numbers, which it prints. */
const directory = process.argv[2] ?? '';
const log = { info: () => {}, error: (message: string) => process.stderr.write(`${message}\n`) };
const server = await startEmbedded(directory, log);
const client = new Client(server.connection);
await client.connect();
await client.query('create table if not exists numbers (number integer primary key)');
for (;;) {
  const { rows } = await client.query<{ number: number }>(
    'insert into numbers select coalesce(max(number), 0) + 1 from numbers returning number',
  );
  process.stdout.write(`${rows[0]?.number}\n`);
}
