import type { LeaderboardEntry, LeaderboardKind, LeaderboardSort } from '../../api/leaderboard.ts';
import { Artwork } from '../../components/artwork.tsx';
import { EntryLink } from '../../components/entry-link.tsx';
import { nouns } from '../../components/nouns.ts';
import { ShareBar } from '../../components/share-bar.tsx';
import { SortHeader } from '../../components/sort-header.tsx';
import { SpotifyLink } from '../../components/spotify-link.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstantDay } from '../../format/date.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatNumber } from '../../format/number.ts';
import css from '../../styles/table.module.css';
import hidden from '../../styles/visually-hidden.module.css';

interface LeaderboardTableProps {
  kind: LeaderboardKind;
  caption: string;
  entries: LeaderboardEntry[];
  sort: LeaderboardSort;
  order: 'asc' | 'desc';
  onSort: (order: { sort: LeaderboardSort; order: 'asc' | 'desc' }) => void;
}

/** The rows of one page of a leaderboard. */
export function LeaderboardTable({ kind, caption, entries, sort, order, onSort }: LeaderboardTableProps) {
  const { timezone } = useUser();
  const sorting = { sort, order, onSort };
  return (
    <div className={css.frame}>
      <table className={css.table}>
        <caption className={hidden.hidden}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className={css.rank}>
              <span aria-hidden="true">#</span>
              <span className={hidden.hidden}>Rank</span>
            </th>
            <SortHeader column="name" name={nouns[kind]} {...sorting} />
            <SortHeader column="plays" name="Plays" className={css.figure} {...sorting} />
            <SortHeader column="ms" name="Time" className={css.figureIfWide} {...sorting} />
            <th scope="col" className={css.share}>
              Share
            </th>
            <SortHeader column="lastPlayed" name="Last play" className={css.figureIfWide} {...sorting} />
            <th scope="col" className={css.link}>
              <span className={hidden.hidden}>Open Spotify</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td className={css.rank}>{formatNumber(entry.rank)}</td>
              <th scope="row" className={css.name}>
                <div className={css.nameAndArtwork}>
                  <Artwork url={entry.imageUrl} size={40} />
                  <div className={css.words}>
                    <p>
                      <EntryLink kind={kind} entry={entry} />
                    </p>
                    {entry.byline !== '' && <p className={css.byline}>{entry.byline}</p>}
                  </div>
                </div>
              </th>
              <td className={css.figure}>
                {formatNumber(entry.plays)}
                <span className={css.second}>
                  {sort === 'lastPlayed'
                    ? formatInstantDay(entry.lastPlayedAt, timezone)
                    : formatDuration(entry.ms)}
                </span>
              </td>
              <td className={css.figureIfWide}>{formatDuration(entry.ms)}</td>
              <td className={css.share}>
                <ShareBar
                  share={entry.share}
                  greatest={entries.reduce((best, row) => Math.max(best, row.share), 0)}
                />
              </td>
              <td className={css.figureIfWide}>{formatInstantDay(entry.lastPlayedAt, timezone)}</td>
              <td className={css.link}>
                <SpotifyLink url={entry.spotifyUrl} name={entry.name} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
