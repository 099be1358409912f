import type { ListenerReport, StatusAnswer } from '@analytics/contract/status';
import { formatCount } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import { importWords } from './import-words.ts';
import css from './troubles.module.css';

interface TroublesProps {
  listeners: readonly ListenerReport[];
  queue: NonNullable<StatusAnswer['queue']>;
  coolDowns: NonNullable<StatusAnswer['coolDowns']>;
  workers: NonNullable<StatusAnswer['workers']>;
}

/** What does not work, most of all; or that everything does. */
export function Troubles(state: TroublesProps) {
  const troubles = findTroubles(state);
  return (
    <section className={`${card.card} ${card.section}`} aria-live="polite">
      <h2>Needs a look</h2>
      {troubles.length === 0 ? (
        <p className={card.muted}>Nothing: all is well.</p>
      ) : (
        <ul className={css.list}>
          {troubles.map(({ key, of, what }) => (
            <li key={key}>
              <strong>{of}</strong> {what}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface Trouble {
  key: string;
  of: string;
  what: string;
}

function findTroubles({ listeners, queue, coolDowns, workers }: TroublesProps): Trouble[] {
  const found: Trouble[] = [];
  if (workers.length === 0)
    found.push({ key: 'workers', of: 'Workers', what: 'None is running: nothing is polled or imported.' });
  for (const { family, reason } of coolDowns) {
    const why = reason === 'quota' ? 'The quota is used up' : 'Too many calls';
    found.push({ key: `cool-down ${family}`, of: `Spotify, ${family}`, what: `${why}; paused for a while.` });
  }
  for (const { name, failed } of queue) {
    if (failed > 0)
      found.push({
        key: `queue ${name}`,
        of: name,
        what: `${formatCount(failed, 'job')} failed; the log says why.`,
      });
  }
  for (const { id, name, connection, monitoring, imports } of listeners) {
    if (connection === 'needs-reconnection')
      found.push({ key: `connection ${id}`, of: name, what: 'Has to connect Spotify again.' });
    if (monitoring?.enabled === true && monitoring.lastError !== null)
      found.push({ key: `monitoring ${id}`, of: name, what: monitoring.lastError });
    for (const one of imports) {
      if (one.error !== null)
        found.push({ key: `import ${one.id}`, of: name, what: `${importWords(one)}: ${one.error}` });
    }
  }
  return found;
}
