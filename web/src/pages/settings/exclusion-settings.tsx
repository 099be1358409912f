import type { Exclusion } from '@analytics/contract/exclusion';
import { useInfiniteQuery } from '@tanstack/react-query';
import { exclusionPagesQuery } from '../../api/exclusions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionError } from '../../components/action-error.tsx';
import { Artwork } from '../../components/artwork.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useKeptFocus } from '../../components/kept-focus.ts';
import { Loading } from '../../components/loading.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUser } from '../../components/user-context.ts';
import { SubjectLink } from '../../exclusions/exclusion-notice.tsx';
import { subjectOf } from '../../exclusions/exclusion-subject.ts';
import { useInclude } from '../../exclusions/use-exclusion-change.ts';
import { formatInstantDay } from '../../format/date.ts';
import { formatCount } from '../../format/number.ts';
import card from '../../styles/card.module.css';
import css from '../../styles/rows.module.css';

/** What the listener leaves out of the count, and how to count it again. */
export function ExclusionSettings() {
  const pages = useInfiniteQuery(exclusionPagesQuery);
  const { data, error } = pages;
  const exclusions = data?.pages.flatMap((page) => page.items);
  const focus = useKeptFocus<HTMLElement>();
  return (
    <section
      className={`${card.card} ${card.section}`}
      aria-labelledby="not-counted"
      tabIndex={-1}
      {...focus}
    >
      <h2 id="not-counted">Not counted</h2>
      <p className={card.muted}>
        Tracks, artists and playlists that are in no figure of yours, such as noise to sleep by. Their plays
        stay in your history, marked as not counted. To leave something out, open its page and press “Leave
        out of the count”.
      </p>
      {exclusions === undefined && error === null && (
        <Loading>
          <Skeleton height="1.5rem" />
        </Loading>
      )}
      {exclusions?.length === 0 && <p className={card.muted}>You leave nothing out.</p>}
      {exclusions !== undefined && exclusions.length > 0 && (
        <ul className={css.rows} aria-label="Left out of the count">
          {exclusions.map((exclusion) => (
            <ExclusionRow key={exclusion.id} exclusion={exclusion} />
          ))}
        </ul>
      )}
      {error !== null && <ErrorNotice error={error} />}
      <ShowMore pages={pages}>Show more</ShowMore>
    </section>
  );
}

const kinds = { track: 'Track', artist: 'Artist', playlist: 'Playlist' } as const;

function ExclusionRow({ exclusion }: { exclusion: Exclusion }) {
  const { timezone } = useUser();
  const { mutate, error, isPending } = useInclude();
  const subject = subjectOf(exclusion);
  return (
    <li className={css.row}>
      <Artwork url={subject.imageUrl} size={40} />
      <div className={css.words}>
        <p className={css.name}>
          <SubjectLink subject={subject} />
        </p>
        <p className={card.small}>
          {kinds[subject.kind]} · {formatCount(exclusion.plays, 'play')} · since{' '}
          {formatInstantDay(exclusion.createdAt, timezone)}
        </p>
        <ActionError error={error} />
      </div>
      <ActionButton
        aria-label={`Count again: ${subject.name}`}
        isBusy={isPending}
        onClick={() => {
          mutate(exclusion.id);
        }}
      >
        Count again
      </ActionButton>
    </li>
  );
}
