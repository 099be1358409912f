import type { ImportRow } from '@analytics/contract/import';
import { SpotifyLink } from '../../components/spotify-link.tsx';
import { useUser } from '../../components/user-context.ts';
import { formatInstant } from '../../format/date.ts';
import { formatPlayLength } from '../../format/duration.ts';
import { formatNumber } from '../../format/number.ts';
import { MatchedPlay } from './matched-play.tsx';
import css from './receipt-row.module.css';
import { verdictName } from './verdict-words.ts';

/** One row of a receipt: what was played, why it was left out, and where it stands. */
export function ReceiptRow({ row }: { row: ImportRow }) {
  const { timezone } = useUser();
  return (
    <li className={css.row}>
      <p className={css.time}>{row.playedAt === null ? 'No time' : formatInstant(row.playedAt, timezone)}</p>
      <div className={css.words}>
        <p className={css.name}>{nameOf(row)}</p>
        <p className={css.note}>
          {[row.artistName, row.msPlayed === null ? null : formatPlayLength(row.msPlayed)]
            .filter((part) => part !== null)
            .join(', ')}
        </p>
      </div>
      <div className={css.reason}>
        <p>{verdictName(row.verdict)}</p>
        {row.reason !== null && <p className={css.note}>{row.reason}</p>}
        {row.matchedPlayId !== null && <MatchedPlay row={row} />}
      </div>
      <p className={css.place}>
        {row.file}, row {formatNumber(row.row + 1)}
      </p>
      <div className={css.link}>
        <SpotifyLink url={spotifyUrl(row)} name={row.trackName ?? 'this track'} />
      </div>
    </li>
  );
}

function nameOf({ trackName, verdict }: ImportRow): string {
  // What was played unseen is not stored at all.
  return trackName ?? (verdict === 'incognito' ? 'Name not kept' : 'No name');
}

const spotifyUrl = ({ spotifyId }: ImportRow): string | null =>
  spotifyId === null ? null : `https://open.spotify.com/track/${spotifyId}`;
