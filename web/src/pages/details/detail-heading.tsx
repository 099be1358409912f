import type { LeaderboardKind } from '../../api/leaderboard.ts';
import { Artwork } from '../../components/artwork.tsx';
import { ArtistLinks, EntryLink } from '../../components/entry-link.tsx';
import { Icon } from '../../components/icon.tsx';
import { nouns } from '../../components/nouns.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import type { Detail } from './detail.ts';
import css from './detail-heading.module.css';

interface DetailHeadingProps {
  kind: LeaderboardKind;
  detail: Detail;
}

/** What the page is about: picture, name, by whom and on which album, and the way to it at Spotify. */
export function DetailHeading({
  kind,
  detail: { name, imageUrl, spotifyUrl, artists, album },
}: DetailHeadingProps) {
  return (
    <div className={css.head}>
      <Artwork url={imageUrl} size={112} />
      <div className={css.words}>
        <p className={css.kind}>{nouns[kind]}</p>
        <PageHeading title={name} />
        {artists.length > 0 && (
          <p className={css.byline}>
            <ArtistLinks artists={artists} />
            {album !== null && (
              <>
                {' · '}
                <EntryLink kind="albums" entry={album} />
              </>
            )}
          </p>
        )}
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
