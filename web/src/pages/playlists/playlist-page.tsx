import type { Playlist } from '@analytics/contract/playlist';
import { useIsMutating, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ApiError } from '../../api/api-error.ts';
import { exclusionsOfQuery } from '../../api/exclusions.ts';
import { isId } from '../../api/is-id.ts';
import { playlistQuery } from '../../api/playlists.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { PictureHeading } from '../../components/picture-heading.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ExcludeButton } from '../../exclusions/exclude-button.tsx';
import { ExclusionNotice } from '../../exclusions/exclusion-notice.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { Changes } from './changes.tsx';
import { LastPlayedChart } from './last-played-chart.tsx';
import { PlaylistActions, removalKey } from './playlist-actions.tsx';
import { PlaylistFigures } from './playlist-figures.tsx';
import { playlistName } from '../../components/playlist-name.ts';
import { PlaylistTracks } from './playlist-tracks.tsx';
import { ScanStatus } from './scan-status.tsx';

/** What is in a playlist, and what the listener has played of it. */
export function PlaylistPage() {
  const { playlistId } = useParams({ from: '/spotify/analytics/playlists/$playlistId' });
  const id = Number(playlistId);
  const isRemoving = useIsMutating({ mutationKey: removalKey(id) }) > 0;
  const { data: playlist, error } = useQuery({
    ...playlistQuery(id),
    enabled: isId(playlistId) && !isRemoving,
  });
  if (playlist !== undefined) return <Contents playlist={playlist} />;
  if (!isId(playlistId) || (error instanceof ApiError && error.status === 404)) return <Unknown />;
  if (error !== null) {
    return (
      <>
        <PageHeading title="Playlist" />
        <ErrorNotice error={error} />
      </>
    );
  }
  return (
    <Loading>
      <Skeleton height="60rem" />
    </Loading>
  );
}

function Contents({ playlist }: { playlist: Playlist }) {
  const navigate = useNavigate();
  const { id, contents, ownerName, imageUrl, spotifyUrl, trackCount, plays } = playlist;
  const { data: exclusions } = useQuery(exclusionsOfQuery('playlist', id));
  const name = playlistName(playlist);
  const wasRead = contents === 'available' || trackCount > 0;
  return (
    <>
      <PictureHeading
        noun="Playlist"
        name={name}
        imageUrl={imageUrl}
        spotifyUrl={spotifyUrl}
        actions={
          exclusions?.length === 0 && <ExcludeButton subject={{ kind: 'playlist', id, name }} plays={plays} />
        }
      >
        {ownerName === null ? undefined : `by ${ownerName}`}
      </PictureHeading>
      <div className={card.stack}>
        {exclusions?.map((exclusion) => (
          <ExclusionNotice key={exclusion.id} exclusion={exclusion} kind="playlist" />
        ))}
        <div className={card.spread}>
          <ScanStatus playlist={playlist} />
          <PlaylistActions
            playlist={playlist}
            onRemoved={() => {
              void navigate({ to: '/spotify/analytics/playlists' });
            }}
          />
        </div>
        {trackCount === 0 ? (
          <EmptyState title={emptyTitles[contents]}>
            <p>{emptyWords[contents]}</p>
          </EmptyState>
        ) : (
          <>
            <PlaylistFigures playlist={playlist} />
            <LastPlayedChart playlist={playlist} />
            <PlaylistTracks playlist={playlist} />
          </>
        )}
        {wasRead && <Changes playlist={playlist} />}
      </div>
    </>
  );
}

const emptyTitles: Record<Playlist['contents'], string> = {
  unknown: 'Its tracks are not read yet',
  available: 'There is no track in it',
  'not-available': 'Spotify does not show what is in it',
  gone: 'There is no such playlist',
};

const emptyWords: Record<Playlist['contents'], string> = {
  unknown: 'They appear here with its first scan.',
  available: 'As soon as there is one, it appears here with the next scan.',
  'not-available':
    'Some playlists of others, and those that Spotify makes itself, are shown to their owners only. A copy that you make of it at Spotify can be watched.',
  gone: 'It may have been deleted, or its address was copied incompletely.',
};

const Unknown = () => (
  <>
    <PageHeading title="Playlist not found" />
    <EmptyState title="You watch no such playlist">
      <p>The address may have been copied incompletely, or you have removed it.</p>
      <Link to="/spotify/analytics/playlists" className={button.secondary}>
        All playlists
      </Link>
    </EmptyState>
  </>
);
