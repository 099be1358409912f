import type { ReactNode } from 'react';
import type { LeaderboardKind } from '../../api/leaderboard.ts';
import { ArtistLinks, EntryLink } from '../../components/entry-link.tsx';
import { nouns } from '../../components/nouns.ts';
import { PictureHeading } from '../../components/picture-heading.tsx';
import type { Detail } from './detail.ts';

interface DetailHeadingProps {
  kind: LeaderboardKind;
  detail: Detail;
  /** What can be done with it. */
  actions: ReactNode;
}

/** What the page is about: picture, name, by whom and on which album, and the way to it at Spotify. */
export function DetailHeading({
  kind,
  detail: { name, imageUrl, spotifyUrl, artists, album },
  actions,
}: DetailHeadingProps) {
  return (
    <PictureHeading
      noun={nouns[kind]}
      name={name}
      imageUrl={imageUrl}
      spotifyUrl={spotifyUrl}
      actions={actions}
    >
      {artists.length > 0 ? (
        <>
          <ArtistLinks artists={artists} />
          {album !== null && (
            <>
              {' · '}
              <EntryLink kind="albums" entry={album} />
            </>
          )}
        </>
      ) : undefined}
    </PictureHeading>
  );
}
