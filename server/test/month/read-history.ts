import { insertSession } from '../../src/accounts/sessions.queries.ts';
import type { Fleet } from '../fleet.ts';
import type { SettledListener } from '../settled-listeners.ts';
import type { RecordedPlay } from './judge-listener.ts';

/** The whole history by the listener's own export. */
export async function readHistory(fleet: Fleet, listener: SettledListener): Promise<RecordedPlay[]> {
  const session = await insertSession(fleet.database.database, listener.userId);
  const response = await fetch(`${fleet.addresses[0]}/api/export?format=jsonl`, {
    headers: { cookie: `session=${session}` },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the export of ${listener.spotifyId}: ${response.status} ${text}`);
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as RecordedPlay);
}
