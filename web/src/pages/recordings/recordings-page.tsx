import type { Recording } from '@analytics/contract/recording';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { pageSize, recordingsQuery } from '../../api/recordings.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { EntryLink } from '../../components/entry-link.tsx';
import { useKeptFocus } from '../../components/kept-focus.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { Paging } from '../../components/paging.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatCount } from '../../format/number.ts';
import type { RecordingsSearch } from '../../search.ts';
import card from '../../styles/card.module.css';
import rows from '../../styles/rows.module.css';
import { Decisions } from './decisions.tsx';
import { JoinTrack } from '../../recordings/join-track.tsx';
import { JoinedTrack } from './joined-track.tsx';

/** Which tracks are counted as one recording and why, and what was decided about that by hand. */
export function RecordingsPage() {
  const search = useSearch({ from: '/spotify/analytics/recordings' });
  const navigate = useNavigate();
  const page = Number(search.page ?? '1');
  const query = useQuery(
    recordingsQuery({ page, ...(search.search !== undefined && { search: search.search }) }),
  );
  const change = (next: Pick<RecordingsSearch, 'search' | 'page'>, replace = false): void => {
    void navigate({ to: '.', search: next, replace, resetScroll: !replace });
  };
  return (
    <>
      <PageHeading title="Joined tracks" />
      <div className={card.stack}>
        <p className={card.muted}>
          Spotify knows one recording under several ids: on a single, an album and a compilation, or after a
          new edition. Such tracks count as one. Here is what was joined, and why. To join others, open the
          page of a track.
        </p>
        <search>
          <SearchField
            label="Search joined tracks"
            value={search.search ?? ''}
            onSearch={(text) => {
              change(text === '' ? {} : { search: text }, true);
            }}
          />
        </search>
        <AsyncSection query={query} skeleton={<Skeleton height="40rem" />}>
          {({ items, total }) =>
            total === 0 ? (
              <NothingJoined search={search.search} />
            ) : (
              <div className={card.stack}>
                {items.map((recording) => (
                  <JoinedRecording key={recording.track.id} recording={recording} />
                ))}
                <Paging
                  page={page}
                  pageSize={pageSize}
                  total={total}
                  onPage={(next) => {
                    const { page: _page, ...kept } = search;
                    change(next === 1 ? kept : { ...kept, page: String(next) });
                  }}
                />
              </div>
            )
          }
        </AsyncSection>
        <Decisions />
      </div>
    </>
  );
}

function JoinedRecording({ recording: { track, plays, tracks } }: { recording: Recording }) {
  const id = `recording-${track.id}`;
  const focus = useKeptFocus<HTMLElement>();
  return (
    <section className={`${card.card} ${card.section}`} aria-labelledby={id} tabIndex={-1} {...focus}>
      <div className={card.spread}>
        <h2 id={id}>
          <EntryLink kind="tracks" entry={track} />
        </h2>
        <p className={card.small}>
          {formatCount(plays, 'play')} under {formatCount(tracks.length, 'id')}
        </p>
      </div>
      <ul className={rows.rows}>
        {tracks.map((joined) => (
          <JoinedTrack key={joined.track.id} joined={joined} />
        ))}
      </ul>
      <JoinTrack id={track.id} name={track.name} />
    </section>
  );
}

function NothingJoined({ search }: { search: string | undefined }) {
  return search === undefined ? (
    <EmptyState title="Nothing was joined yet">
      <p>As soon as you have played one recording under two ids, it is here.</p>
    </EmptyState>
  ) : (
    <EmptyState title="Nothing joined is called that">
      <p>No joined track, artist or album contains “{search}”.</p>
    </EmptyState>
  );
}
