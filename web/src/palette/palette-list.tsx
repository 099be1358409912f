import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { Artwork } from '../components/artwork.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Icon } from '../components/icon.tsx';
import css from './palette.module.css';
import type { Finds } from './use-finds.ts';

interface PaletteListProps {
  finds: Finds;
  text: string;
  onKeyDown: (event: KeyboardEvent) => void;
  onLeave: () => void;
}

/** The finds under the names of their kinds; each is a link. */
export function PaletteList({ finds, text, onKeyDown, onLeave }: PaletteListProps) {
  const { groups, isSettled, error } = finds;
  return (
    <div className={css.body}>
      {error !== null && <ErrorNotice error={error} />}
      {error === null && groups.length === 0 && isSettled && (
        <p className={css.none}>Nothing that you have played, and no page, is called “{text}”.</p>
      )}
      {groups.map(({ name, lines }) => (
        <section key={name} aria-label={name} aria-busy={!isSettled}>
          <h2 className={css.kind}>{name}</h2>
          <ul className={css.lines}>
            {lines.map((find) => (
              <li key={find.id}>
                <Link {...find.place} className={css.line} onClick={onLeave} onKeyDown={onKeyDown}>
                  {find.icon === undefined ? (
                    <Artwork url={find.imageUrl ?? null} size={36} />
                  ) : (
                    <span className={css.icon}>
                      <Icon name={find.icon} />
                    </span>
                  )}
                  <span className={css.words}>
                    <span className={css.name}>{find.name}</span>
                    {find.byline !== '' && <span className={css.byline}>{find.byline}</span>}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
