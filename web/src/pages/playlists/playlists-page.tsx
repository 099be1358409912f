import type { Playlist } from '@analytics/contract/playlist';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { accountQuery } from '../../api/account.ts';
import { pageSize, playlistPageQuery } from '../../api/playlists.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { AddPlaylist } from './add-playlist.tsx';
import { PlaylistRow } from './playlist-row.tsx';

/** The playlists that the listener watches. */
export function PlaylistsPage() {
  const search = useSearch({ from: '/spotify/analytics/playlists' });
  const navigate = useNavigate();
  const page = Number(search.page ?? '1');
  const account = useQuery(accountQuery);
  const playlists = useQuery(playlistPageQuery(page));
  return (
    <>
      <PageHeading title="Playlists" />
      <div className={card.stack}>
        <AsyncSection query={account} skeleton={<Skeleton height="13rem" />}>
          {({ spotify, spotifyAvailable }) =>
            spotify === null ? <ConnectFirst isAvailable={spotifyAvailable} /> : <AddPlaylist />
          }
        </AsyncSection>
        <PagedList
          query={playlists}
          page={page}
          pageSize={pageSize}
          skeleton={<Skeleton height="20rem" />}
          empty={account.data?.spotify && <NoneWatched />}
          onPage={(next) => {
            void navigate({ to: '.', search: next === undefined ? {} : { page: next } });
          }}
        >
          {({ items }) => <Watched playlists={items} />}
        </PagedList>
      </div>
    </>
  );
}

function Watched({ playlists }: { playlists: Playlist[] }) {
  return (
    <section className={card.card} aria-label="Watched playlists">
      <ul>
        {playlists.map((playlist) => (
          <PlaylistRow key={playlist.id} playlist={playlist} />
        ))}
      </ul>
    </section>
  );
}

const NoneWatched = () => (
  <EmptyState title="You watch no playlist yet">
    <p>
      Add one above, and you see here how much of your listening is in it, what you never play of it, and what
      comes and goes.
    </p>
  </EmptyState>
);

const ConnectFirst = ({ isAvailable }: { isAvailable: boolean }) => (
  <EmptyState title="Connect to Spotify to watch playlists">
    <p>
      What is in a playlist is read from Spotify, every day, with your consent.{' '}
      {isAvailable
        ? 'Connect in the settings, then come back and choose your playlists.'
        : 'The host of this instance has to set up a Spotify app first; then you can connect in the settings.'}
    </p>
    <Link to="/spotify/analytics/settings" className={button.primary}>
      Open the settings
    </Link>
  </EmptyState>
);
