import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useRef } from 'react';
import { sessionQuery } from '../api/session.ts';
import { BrandMark } from './brand-mark.tsx';
import { Icon } from './icon.tsx';
import css from './navigation.module.css';
import { hostPage, mainPages, otherPages, type Page, upkeepPages } from './pages.ts';
import { SearchButton } from './search-button.tsx';

/** The ways to the pages: beside the page, or on a phone at its bottom, with those in a sheet that the bar has no room for. */
export function Navigation() {
  const id = useId();
  const { data: user } = useQuery(sessionQuery);
  const sheet = useRef<HTMLDivElement>(null);
  const closeSheet = (): void => {
    // Beside the page it is no sheet, and open at all times.
    if (sheet.current?.matches(':popover-open')) sheet.current.hidePopover();
  };
  return (
    <header className={css.header}>
      <Link to="/spotify/" className={css.brand}>
        <BrandMark />
        <span>
          Analytics <small className={css.suffix}>for Spotify</small>
        </span>
      </Link>
      <SearchButton />
      <nav aria-label="Pages" className={css.nav}>
        <PageList pages={mainPages} className={css.main} />
        <button type="button" className={`${css.link} ${css.more}`} popoverTarget={id}>
          <Icon name="more" />
          More
        </button>
        <div ref={sheet} id={id} popover="auto" className={css.rest}>
          <PageList pages={otherPages} className={css.list} onLeave={closeSheet} />
          <PageList
            pages={user?.isHost === true ? [...upkeepPages, hostPage] : upkeepPages}
            className={css.list}
            onLeave={closeSheet}
          />
        </div>
      </nav>
    </header>
  );
}

interface PageListProps {
  pages: readonly Page[];
  className: string | undefined;
  onLeave?: () => void;
}

function PageList({ pages, className, onLeave }: PageListProps) {
  return (
    <ul className={className}>
      {pages.map(({ to, name, icon }) => (
        <li key={to}>
          <Link
            to={to}
            className={css.link}
            activeOptions={to.endsWith('/') ? exactly : within}
            onClick={onLeave}
          >
            <Icon name={icon} />
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const exactly = { exact: true, includeSearch: false };
const within = { includeSearch: false };
