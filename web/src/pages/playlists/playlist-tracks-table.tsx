import type { PlaylistTrack } from '@analytics/contract/playlist';
import type { PlaylistSort } from '../../api/playlists.ts';
import { Artwork } from '../../components/artwork.tsx';
import { EntryLink } from '../../components/entry-link.tsx';
import { SortHeader } from '../../components/sort-header.tsx';
import { SpotifyLink } from '../../components/spotify-link.tsx';
import { Tag } from '../../components/tag.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstantDay } from '../../format/date.ts';
import { formatNumber } from '../../format/number.ts';
import css from '../../styles/table.module.css';
import hidden from '../../styles/visually-hidden.module.css';
import { trackDescription } from '../../api/leaderboard.ts';

interface PlaylistTracksTableProps {
  rows: PlaylistTrack[];
  caption: string;
  sort: PlaylistSort;
  order: 'asc' | 'desc';
  onSort: (order: { sort: PlaylistSort; order: 'asc' | 'desc' }) => void;
}

/** One page of the rows of a playlist. */
export function PlaylistTracksTable({ rows, caption, sort, order, onSort }: PlaylistTracksTableProps) {
  const sorting = { sort, order, onSort };
  const position = (
    <>
      <span aria-hidden="true">#</span>
      <span className={hidden.hidden}>Position</span>
    </>
  );
  return (
    <div className={css.frame}>
      <table className={css.table}>
        <caption className={hidden.hidden}>{caption}</caption>
        <thead>
          <tr>
            <SortHeader column="position" name={position} className={css.rank} {...sorting} />
            <SortHeader column="name" name="Track" {...sorting} />
            <SortHeader column="plays" name="Plays" className={css.figure} {...sorting} />
            <SortHeader column="lastPlayed" name="Last play" className={css.figureIfWide} {...sorting} />
            <SortHeader column="added" name="Added" className={css.figureIfWide} {...sorting} />
            <th scope="col" className={css.link}>
              <span className={hidden.hidden}>Open Spotify</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.position} row={row} sort={sort} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, sort }: { row: PlaylistTrack; sort: PlaylistSort }) {
  const { timezone } = useUser();
  const { position, track, status, plays } = row;
  const { name, byline, imageUrl, spotifyUrl } = trackDescription(track);
  const day = (instant: string | null): string =>
    instant === null ? '–' : formatInstantDay(instant, timezone);
  const [lastPlay, added] = [day(row.lastPlayedAt), day(row.addedAt)];
  return (
    <tr>
      <td className={css.rank}>{formatNumber(position + 1)}</td>
      <th scope="row" className={css.name}>
        <div className={css.nameAndArtwork}>
          <Artwork url={imageUrl} size={40} />
          <div className={css.words}>
            <p>
              {/* What was never played has no page of its own. */}
              {plays > 0 ? <EntryLink kind="tracks" entry={track} /> : name}
              {status === 'unplayable' && <Tag>not playable</Tag>}
              {status === 'local' && <Tag>local file</Tag>}
            </p>
            {byline !== '' && <p className={css.byline}>{byline}</p>}
          </div>
        </div>
      </th>
      <td className={css.figure}>
        {formatNumber(plays)}
        <span className={css.second}>{sort === 'added' ? added : lastPlay}</span>
      </td>
      <td className={css.figureIfWide}>{lastPlay}</td>
      <td className={css.figureIfWide}>{added}</td>
      <td className={css.link}>
        <SpotifyLink url={spotifyUrl} name={name} />
      </td>
    </tr>
  );
}
