import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { summaryQuery } from '../../api/stats.ts';
import { dayInZone } from '../../calendar/day.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { EmptyHistory } from '../../components/empty-history.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { PageLoading } from '../../components/page-loading.tsx';
import { useUser } from '../../components/user-context.ts';

/** Leads to the review of the latest year with plays. */
export function LatestYear() {
  const { timezone } = useUser();
  return (
    <AsyncSection query={useQuery(summaryQuery())} skeleton={<PageLoading />}>
      {({ lastPlayedAt }) =>
        lastPlayedAt === null ? (
          <>
            <PageHeading title="Your year" />
            <EmptyHistory />
          </>
        ) : (
          <Navigate
            to="/spotify/analytics/year/$year"
            params={{ year: dayInZone(lastPlayedAt, timezone).slice(0, 4) }}
            search={(search) => search}
            replace
          />
        )
      }
    </AsyncSection>
  );
}
