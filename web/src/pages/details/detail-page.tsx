import type { ExclusionKind } from '@analytics/contract/exclusion';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ApiError } from '../../api/api-error.ts';
import { exclusionsOfQuery } from '../../api/exclusions.ts';
import { isId } from '../../api/is-id.ts';
import type { LeaderboardKind } from '../../api/leaderboard.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { nouns } from '../../components/nouns.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ExcludeButton } from '../../exclusions/exclude-button.tsx';
import { ExclusionNotice } from '../../exclusions/exclusion-notice.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { detailQuery, focusOn } from './detail.ts';
import { DetailFigures } from './detail-figures.tsx';
import { DetailHeading } from './detail-heading.tsx';
import { DetailPeriod } from './detail-period.tsx';
import { RelatedLists } from './related-lists.tsx';
import { SameRecording } from './same-recording.tsx';

/** Albums are left out of the count by their tracks and artists. */
const exclusionKinds: Partial<Record<LeaderboardKind, ExclusionKind>> = {
  tracks: 'track',
  artists: 'artist',
};

interface DetailPageProps {
  kind: LeaderboardKind;
  /** As the address has it. */
  id: string;
}

/** One track, artist or album: what it amounts to in all time, and the plays of a period. */
export function DetailPage({ kind, id }: DetailPageProps) {
  const { data: detail, error } = useQuery({ ...detailQuery(kind, Number(id)), enabled: isId(id) });
  // Asked at the same time, so that nothing moves when the one answers before the other.
  const exclusionKind = exclusionKinds[kind];
  const exclusions = useQuery({
    ...exclusionsOfQuery(exclusionKind ?? 'track', Number(id)),
    enabled: isId(id) && exclusionKind !== undefined,
  });
  if (detail !== undefined && !exclusions.isLoading) {
    const isCounted = exclusions.data?.length === 0;
    return (
      <>
        <DetailHeading
          kind={kind}
          detail={detail}
          actions={
            exclusionKind !== undefined &&
            isCounted && (
              <ExcludeButton
                subject={{ kind: exclusionKind, id: Number(id), name: detail.name }}
                plays={detail.figures.plays}
              />
            )
          }
        />
        <div className={card.stack}>
          {exclusionKind !== undefined &&
            exclusions.data?.map((exclusion) => (
              <ExclusionNotice key={exclusion.id} exclusion={exclusion} kind={exclusionKind} />
            ))}
          <DetailFigures kind={kind} detail={detail} />
          <RelatedLists detail={detail} />
          {kind === 'tracks' && <SameRecording id={Number(id)} detail={detail} />}
          <DetailPeriod focus={focusOn(kind, Number(id))} />
        </div>
      </>
    );
  }
  if (!isId(id) || (error instanceof ApiError && error.status === 404)) return <Unknown kind={kind} />;
  if (error !== null) {
    return (
      <>
        <PageHeading title={nouns[kind]} />
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

function Unknown({ kind }: { kind: LeaderboardKind }) {
  const noun = nouns[kind].toLowerCase();
  return (
    <>
      <PageHeading title={`${nouns[kind]} not found`} />
      <EmptyState title={`There is no such ${noun} in your history`}>
        <p>
          The address may have been copied incompletely, or every play of this {noun} has been deleted. What
          somebody else has played is in their history alone.
        </p>
        <Link to={`/spotify/analytics/${kind}`} className={button.secondary}>
          All {kind}
        </Link>
      </EmptyState>
    </>
  );
}
