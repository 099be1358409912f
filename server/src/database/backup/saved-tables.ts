import { type ClientBase, escapeIdentifier } from 'pg';

/** Nobody shall be signed in or invited, or kept from it, by what lies in a backup; and migrations make their own rows. */
const LEFT_OUT = ['schema_migrations', 'sessions', 'spotify_sign_ins', 'sign_in_failures', 'invitations'];

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Makes values be written in the one way that every server reads, and the transaction last as long as it takes. */
export async function prepareTransaction(client: ClientBase): Promise<void> {
  await client.query(`
    set local timezone = 'UTC';
    set local datestyle = 'ISO, YMD';
    set local intervalstyle = 'postgres';
    set local bytea_output = 'hex';
    set local extra_float_digits = 1;
    set local client_encoding = 'UTF8';
    set local statement_timeout = 0;
    set local idle_in_transaction_session_timeout = 0`);
}

/** The tables that a backup holds, each after those that it refers to. */
export async function listTables(client: ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { parents: string[] }>(
    `select c.relname as name,
      array(
        select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum) as columns,
      array(
        select p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as parents
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> all ($1)
    order by c.relname`,
    [LEFT_OUT],
  );
  const sorted: Table[] = [];
  let waiting = rows;
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => name));
    const free = waiting.filter(({ parents }) => !parents.some((parent) => names.has(parent)));
    if (free.length === 0)
      throw new Error(`tables refer to each other in a circle: ${[...names].join(', ')}`);
    sorted.push(...free.map(({ name, columns }) => ({ name, columns })));
    waiting = waiting.filter((table) => !free.includes(table));
  }
  return sorted;
}

/** How to name a table, and its columns, in a COPY. */
export const copyTarget = ({ name, columns }: Table) =>
  `${escapeIdentifier(name)} (${columns.map(escapeIdentifier).join(', ')})`;

/** How many rows a table has, and a checksum of them that does not depend on their order. */
export async function describeRows(
  client: ClientBase,
  { name }: Table,
): Promise<{ rows: number; checksum: string }> {
  const { rows } = await client.query<{ rows: number; checksum: string }>(
    `select count(*) as rows, coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0)::text as checksum
    from ${escapeIdentifier(name)} t`,
  );
  const [described] = rows;
  if (!described) throw new Error('an aggregate without a row');
  return described;
}

/** The last ids that were given out, by the names of the sequences. */
export async function readSequences(client: ClientBase): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string; last: number }>(
    `select sequencename as name, last_value as last from pg_sequences
    where schemaname = 'public' and last_value is not null order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}
