import { Link } from '@tanstack/react-router';
import type { LeaderboardKind } from '../api/leaderboard.ts';
import css from './entry-link.module.css';
import { entryPlace } from './entry-place.ts';

interface EntryLinkProps {
  kind: LeaderboardKind;
  entry: { id: number; name: string };
}

/** The name of a track, artist or album, and the way to its page. */
export function EntryLink({ kind, entry: { id, name } }: EntryLinkProps) {
  return (
    <Link {...entryPlace(kind, id)} className={css.link}>
      {name}
    </Link>
  );
}

/** The artists of a track or an album, each with the way to their page. */
export const ArtistLinks = ({ artists }: { artists: readonly { id: number; name: string }[] }) =>
  artists.map((artist, index) => (
    <span key={artist.id}>
      {index > 0 && ', '}
      <EntryLink kind="artists" entry={artist} />
    </span>
  ));
