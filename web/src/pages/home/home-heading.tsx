import { useEffect } from 'react';
import css from './home-heading.module.css';

/** The name of the whole. */
export function HomeHeading() {
  useEffect(() => {
    document.title = 'Analytics for Spotify';
  }, []);
  return (
    <h1 className={css.heading}>
      Analytics <span className={css.suffix}>for Spotify</span>
    </h1>
  );
}
