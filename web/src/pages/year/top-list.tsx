import { Link } from '@tanstack/react-router';
import type { LeaderboardEntry, LeaderboardKind } from '../../api/leaderboard.ts';
import type { Range } from '../../calendar/period.ts';
import { Artwork } from '../../components/artwork.tsx';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import css from './top-list.module.css';

const nouns = { artists: 'artist', tracks: 'track', albums: 'album' };

interface TopListProps {
  kind: LeaderboardKind;
  year: number;
  /** The year is not over yet. */
  isNow: boolean;
  entries: LeaderboardEntry[];
}

/** The ten most played of a year. */
export function TopList({ kind, year, isNow, entries }: TopListProps) {
  const [first] = entries;
  const range = String(year) as Range;
  return (
    <>
      <div className={card.spread}>
        <h2 className={css.title}>
          {first?.name} {isNow ? 'is' : 'was'} your {nouns[kind]} of {year}
          {isNow && ' so far'}
        </h2>
        <Link to={`/spotify/analytics/${kind}`} search={{ range }}>
          All {kind} of {year}
        </Link>
      </div>
      <ol className={css.entries}>
        {entries.map((entry) => (
          <li key={entry.id} className={css.entry}>
            <span className={css.rank}>{entry.rank}</span>
            <Artwork url={entry.imageUrl} size={40} />
            <div className={css.words}>
              <p className={css.name} title={entry.name}>
                {entry.name}
              </p>
              <p className={card.small}>
                {entry.byline !== '' && `${entry.byline} · `}
                {formatCount(entry.plays, 'play')}, {formatDuration(entry.ms)}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
