import { addressOf } from '../../base-address.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import css from './your-data.module.css';

const files = [
  {
    format: 'jsonl',
    name: 'JSON Lines',
    words: 'Everything that is known about each play. The one to keep.',
  },
  { format: 'csv', name: 'CSV', words: 'The same as a table, for a spreadsheet.' },
  {
    format: 'spotify',
    name: 'Spotify ZIP',
    words: 'In the layout of Spotify’s own export, for programs that read that.',
  },
] as const;

/** Where the listener takes their history with them. */
export function YourData() {
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Your data</h2>
      <p className={card.muted}>
        Download everything you have played. Each of these files can be imported again, here or in another
        instance.
      </p>
      <ul className={css.files}>
        {files.map(({ format, name, words }) => (
          <li key={format}>
            <a
              href={addressOf(`api/export?format=${format}`).href}
              download
              className={button.secondary}
              aria-label={`Download as ${name}`}
              aria-describedby={`about-${format}`}
            >
              {name}
            </a>
            <span id={`about-${format}`} className={card.small}>
              {words}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
