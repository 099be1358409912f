import { type ReactNode, useEffect, useRef } from 'react';
import css from './page-heading.module.css';

let shownPath = location.pathname;

interface PageHeadingProps {
  title: string;
  children?: ReactNode;
}

/** The title of a page, with its controls beside it. It names the document and takes the focus after a navigation. */
export function PageHeading({ title, children }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Analytics for Spotify`;
    if (shownPath === location.pathname) return;
    shownPath = location.pathname;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className={css.bar}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  );
}
