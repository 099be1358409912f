import { useSearch } from '@tanstack/react-router';
import card from '../../styles/card.module.css';
import { EntryList } from '../../listening/entry-list.tsx';
import type { Detail } from './detail.ts';
import css from './related-lists.module.css';

/** Tracks, artists and albums that belong to what the page is about, by plays of all time. */
export function RelatedLists({ detail: { related } }: { detail: Detail }) {
  const { measure = 'plays' } = useSearch({ strict: false });
  const lists = related.filter(({ entries }) => entries.length > 0);
  if (lists.length === 0) return null;
  return (
    <div className={lists.length > 1 ? `${card.pair} ${css.lists}` : undefined}>
      {lists.map(({ title, kind, entries }) => (
        <section key={kind} className={card.card}>
          <h2>{title}</h2>
          <div className={css.body}>
            <EntryList kind={kind} entries={entries} measure={measure} />
          </div>
        </section>
      ))}
    </div>
  );
}
