import type { ServerEvent } from '@analytics/contract/status';
import { type Kysely, sql } from 'kysely';
import { Client, type PoolConfig } from 'pg';
import type { Schema } from './schema.ts';

const CHANNEL = 'listener_events';
const RECONNECT_MS = 1_000;

/** What processes tell each other about a listener: what their pages should hear, or that a session of theirs has ended. */
export type ListenerNews = ServerEvent | { type: 'signed-out' };

/** Tells every process what changed for a listener, as soon as the transaction it is sent in commits. */
export async function notifyListener(
  database: Kysely<Schema>,
  userId: number,
  event: ListenerNews,
): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify({ userId, event })})`.execute(database);
}

export interface Notifications {
  close(): Promise<void>;
}

/** Hears what any process tells, on a connection of its own that is opened again when it breaks. */
export function listenForNotifications(
  connection: PoolConfig,
  receive: (userId: number, event: ListenerNews) => void,
): Notifications {
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect() {
    const current = new Client({ ...connection, application_name: 'analytics-for-spotify events' });
    client = current;
    current.on('notification', ({ payload }) => {
      const { userId, event } = JSON.parse(payload ?? '{}') as { userId: number; event: ListenerNews };
      receive(userId, event);
    });
    current.on('error', () => {});
    current.on('end', reconnect);
    try {
      await current.connect();
      await current.query(`listen ${CHANNEL}`);
    } catch {
      await current.end().catch(() => {});
      reconnect();
    }
  }

  function reconnect() {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void connect(), RECONNECT_MS);
  }

  void connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
