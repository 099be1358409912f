import type { LeaderboardEntry, LeaderboardKind } from '../api/leaderboard.ts';
import { Artwork } from '../components/artwork.tsx';
import { EntryLink } from '../components/entry-link.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { SpotifyLink } from '../components/spotify-link.tsx';
import type { Measure } from '../search.ts';
import card from '../styles/card.module.css';
import css from './entry-list.module.css';
import { measuredTexts } from './measure.ts';

/** One line: what a leaderboard says, without what only its table has room for. */
export type ListedEntry = Omit<LeaderboardEntry, 'share' | 'firstPlayedAt' | 'lastPlayedAt'>;

interface EntryListProps {
  kind: LeaderboardKind;
  entries: readonly ListedEntry[];
  measure: Measure;
}

/** The first few tracks, artists or albums of something, with their figures. */
export function EntryList({ kind, entries, measure }: EntryListProps) {
  return (
    <ol className={css.entries}>
      {entries.map((entry) => (
        <li key={entry.id} className={css.entry}>
          <span className={css.rank}>{entry.rank}</span>
          <Artwork url={entry.imageUrl} size={40} />
          <div className={css.words}>
            <p className={css.name} title={entry.name}>
              <EntryLink kind={kind} entry={entry} />
            </p>
            {entry.byline !== '' && <p className={card.small}>{entry.byline}</p>}
          </div>
          <p className={css.figures}>
            {measuredTexts(entry, measure).text}
            <span className={css.second}>{measuredTexts(entry, measure).note}</span>
          </p>
          <SpotifyLink url={entry.spotifyUrl} name={entry.name} />
        </li>
      ))}
    </ol>
  );
}

/** Holds the place of so many that are loading. */
export const EntryListSkeleton = ({ length }: { length: number }) => (
  <ol className={css.entries}>
    {Array.from({ length }, (_, index) => (
      <li key={index} className={css.entry}>
        <span className={css.rank}>{index + 1}</span>
        <Skeleton width="40px" height="40px" />
        <span className={css.words}>
          <Skeleton width="9rem" />
        </span>
        <span />
      </li>
    ))}
  </ol>
);
