import type { ReactNode } from 'react';
import { Artwork } from './artwork.tsx';
import { Icon } from './icon.tsx';
import { PageHeading } from './page-heading.tsx';
import css from './picture-heading.module.css';

interface PictureHeadingProps {
  noun: string;
  name: string;
  imageUrl: string | null;
  spotifyUrl: string | null;
  /** By whom it is. */
  children?: ReactNode;
  /** What can be done with it. */
  actions?: ReactNode;
}

/** What a page is about: picture, name, by whom, and the way to it at Spotify. */
export function PictureHeading({ noun, name, imageUrl, spotifyUrl, children, actions }: PictureHeadingProps) {
  return (
    <div className={css.head}>
      <Artwork url={imageUrl} size={112} />
      <div className={css.words}>
        <p className={css.kind}>{noun}</p>
        <PageHeading title={name} />
        {children !== undefined && <p className={css.byline}>{children}</p>}
        <div className={css.actions}>
          {spotifyUrl !== null && (
            <a className={css.spotify} href={spotifyUrl} target="_blank" rel="noreferrer">
              Open Spotify
              <Icon name="outward" size={14} />
            </a>
          )}
          {actions}
        </div>
      </div>
    </div>
  );
}
