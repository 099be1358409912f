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
}

/** What a page is about: picture, name, by whom, and the way to it at Spotify. */
export function PictureHeading({ noun, name, imageUrl, spotifyUrl, children }: PictureHeadingProps) {
  return (
    <div className={css.head}>
      <Artwork url={imageUrl} size={112} />
      <div className={css.words}>
        <p className={css.kind}>{noun}</p>
        <PageHeading title={name} />
        {children !== undefined && <p className={css.byline}>{children}</p>}
        {spotifyUrl !== null && (
          <a className={css.spotify} href={spotifyUrl} target="_blank" rel="noreferrer">
            Open Spotify
            <Icon name="outward" size={14} />
          </a>
        )}
      </div>
    </div>
  );
}
