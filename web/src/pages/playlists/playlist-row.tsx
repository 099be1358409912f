import type { Playlist } from '@analytics/contract/playlist';
import { Link } from '@tanstack/react-router';
import { Artwork } from '../../components/artwork.tsx';
import { useKeptFocus } from '../../components/kept-focus.ts';
import { ShareBar } from '../../components/share-bar.tsx';
import { formatCount } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import { PlaylistActions } from './playlist-actions.tsx';
import { playlistName } from '../../components/playlist-name.ts';
import css from './playlist-row.module.css';
import { ScanStatus } from './scan-status.tsx';

/** One of the playlists that the listener watches. */
export function PlaylistRow({ playlist }: { playlist: Playlist }) {
  const { id, ownerName, imageUrl, contents, trackCount, plays, share } = playlist;
  // Before it has been read, nothing is known rather than none.
  const isKnown = contents === 'available' || trackCount > 0;
  const remarks = [
    ownerName !== null && `by ${ownerName}`,
    isKnown && formatCount(trackCount, 'track'),
  ].filter((remark) => remark !== false);
  const keeper = useKeptFocus<HTMLLIElement>();
  return (
    <li {...keeper} tabIndex={-1} className={css.row}>
      <Artwork url={imageUrl} size={56} />
      <div className={css.words}>
        <h2 className={css.name}>
          <Link to="/spotify/analytics/playlists/$playlistId" params={{ playlistId: String(id) }}>
            {playlistName(playlist)}
          </Link>
        </h2>
        <p className={card.small}>{remarks.join(' · ')}</p>
        <ScanStatus playlist={playlist} />
      </div>
      {isKnown && (
        <div className={css.share}>
          <ShareBar share={share} />
          <p className={card.small}>of your listening, {formatCount(plays, 'play')}</p>
        </div>
      )}
      <div className={css.actions}>
        <PlaylistActions playlist={playlist} />
      </div>
    </li>
  );
}
