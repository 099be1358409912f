import type { Playlist } from '@analytics/contract/playlist';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { pageSize, playlistTracksQuery } from '../../api/playlists.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { naturalOrder, SortSelect } from '../../components/sort-select.tsx';
import { formatCount } from '../../format/number.ts';
import type { PlaylistSearch } from '../../search.ts';
import card from '../../styles/card.module.css';
import css from './playlist-tracks.module.css';
import { PlaylistTracksTable } from './playlist-tracks-table.tsx';

const orders = [
  { value: 'position', name: 'As in the playlist' },
  { value: 'plays', name: 'By plays' },
  { value: 'lastPlayed', name: 'By last play' },
  { value: 'added', name: 'By date added' },
  { value: 'name', name: 'By name' },
] as const;

const filters = [
  { value: 'any', name: 'Played or not' },
  { value: 'never', name: 'Never played' },
  { value: 'not-for-a-year', name: 'Not played for a year' },
] as const;

/** The rows of a playlist; the address says which, and in which order. */
export function PlaylistTracks({ playlist }: { playlist: Playlist }) {
  const search = useSearch({ from: '/spotify/analytics/playlists/$playlistId' });
  const navigate = useNavigate();
  const { sort = 'position', order = naturalOrder(sort), page: pageText = '1', played } = search;
  const page = Number(pageText);
  const view = {
    sort,
    order,
    ...(search.search !== undefined && { search: search.search }),
    ...(played !== undefined && { played }),
    offset: (page - 1) * pageSize,
  };
  const query = useQuery(playlistTracksQuery(playlist, view));
  const change = (part: { [K in keyof PlaylistSearch]?: PlaylistSearch[K] | undefined }): void => {
    const { page: _page, ...kept } = search;
    void navigate({
      to: '.',
      search: { ...kept, ...part } as PlaylistSearch,
      replace: !('page' in part),
      resetScroll: false,
    });
  };
  return (
    <section className={card.stack} aria-label="Tracks">
      <search className={css.controls}>
        <SearchField
          label="Search this playlist"
          value={search.search ?? ''}
          onSearch={(text) => {
            change({ search: text === '' ? undefined : text });
          }}
        />
        <SelectField
          label="Played"
          options={filters}
          value={played ?? 'any'}
          onChange={(value) => {
            change({ played: value === 'any' ? undefined : value });
          }}
        />
        <SortSelect options={orders} sort={sort} onChange={change} />
      </search>
      <PagedList
        query={query}
        page={page}
        pageSize={pageSize}
        skeleton={<Skeleton height="60rem" />}
        empty={
          <EmptyState title="No track of it is like that">
            <p>Nothing in this playlist fits the search and the choice above.</p>
          </EmptyState>
        }
        onPage={(next) => {
          change({ page: next });
        }}
      >
        {({ items, total }) => (
          <PlaylistTracksTable
            rows={items}
            caption={`${formatCount(total, 'track')} of the playlist`}
            sort={sort}
            order={order}
            onSort={change}
          />
        )}
      </PagedList>
    </section>
  );
}
