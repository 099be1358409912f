import { Link, useSearch } from '@tanstack/react-router';
import { readPeriodChoice } from '../calendar/period.ts';
import { Icon, type IconName } from './icon.tsx';
import css from './navigation.module.css';

const listening = [
  { to: '/spotify/analytics/', name: 'Overview', icon: 'overview' },
  { to: '/spotify/analytics/history', name: 'History', icon: 'history' },
  { to: '/spotify/analytics/tracks', name: 'Tracks', icon: 'tracks' },
  { to: '/spotify/analytics/artists', name: 'Artists', icon: 'artists' },
  { to: '/spotify/analytics/albums', name: 'Albums', icon: 'albums' },
] as const satisfies { to: string; name: string; icon: IconName }[];

const upkeep = [
  { to: '/spotify/analytics/import', name: 'Import', icon: 'import' },
  { to: '/spotify/analytics/settings', name: 'Settings', icon: 'settings' },
] as const satisfies { to: string; name: string; icon: IconName }[];

/** The ways to the pages: beside the page, or on a phone above and below it. The chosen period goes along. */
export function Navigation() {
  const period = readPeriodChoice(useSearch({ strict: false }));
  return (
    <header className={css.header}>
      <Link to="/spotify/" className={css.brand}>
        <BrandMark />
        <span>
          Analytics <small className={css.suffix}>for Spotify</small>
        </span>
      </Link>
      <nav aria-label="Pages" className={css.nav}>
        <ul className={css.listening}>
          {listening.map(({ to, name, icon }) => (
            <li key={to}>
              <Link to={to} search={period} className={css.link} activeOptions={exactly}>
                <Icon name={icon} />
                {name}
              </Link>
            </li>
          ))}
        </ul>
        <ul className={css.upkeep}>
          {upkeep.map(({ to, name, icon }) => (
            <li key={to}>
              <Link to={to} className={css.link} activeOptions={within}>
                <Icon name={icon} />
                <span className={css.upkeepName}>{name}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

const exactly = { exact: true, includeSearch: false };
const within = { includeSearch: false };

function BrandMark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
      <rect className={css.markGround} width="32" height="32" rx="8" />
      <path className={css.markBars} d="M8.5 18.5v5M16 9v14.5M23.5 13.5v10" />
    </svg>
  );
}
