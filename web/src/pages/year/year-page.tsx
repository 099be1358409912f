import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { yearQuery } from '../../api/year.ts';
import { isYear } from '../../calendar/period.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useFirstDay } from '../../components/period.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { useToday } from '../../components/user-context.ts';
import button from '../../styles/button.module.css';
import { NotFoundPage } from '../not-found-page.tsx';
import { panelsOf } from './panels.tsx';
import { Story } from './story.tsx';
import css from './year-page.module.css';

/** The story of one year. */
export function YearPage() {
  const { year } = useParams({ from: '/spotify/analytics/year/$year' });
  // The year's own state, such as the panel in sight, is not that of another year.
  return isYear(year) ? <Review key={year} year={Number(year)} /> : <NotFoundPage />;
}

function Review({ year }: { year: number }) {
  const query = useQuery(yearQuery(year));
  const firstDay = useFirstDay();
  const isNow = useToday().startsWith(String(year));
  return (
    <>
      <PageHeading title={`Your ${year}`}>
        <nav aria-label="Other years" className={css.years}>
          <YearLink year={year - 1} icon="back" isThere={firstDay === undefined || firstDay < `${year}`} />
          <YearLink year={year + 1} icon="forward" isThere={!isNow} />
        </nav>
      </PageHeading>
      <AsyncSection query={query} skeleton={<Skeleton height="34rem" />}>
        {(review) =>
          review.plays === 0 ? (
            <EmptyState title={`Nothing was played in ${year}`}>
              <p>At least nothing is known of it. An export may bring it, if you listened in that year.</p>
            </EmptyState>
          ) : (
            <Story
              label={`Your ${year}, panel by panel`}
              panels={panelsOf({
                review,
                isNow,
                isComparable: !isNow && firstDay !== undefined && firstDay <= `${year - 1}-01-01`,
              })}
            />
          )
        }
      </AsyncSection>
    </>
  );
}

interface YearLinkProps {
  year: number;
  icon: 'back' | 'forward';
  /** Whether there may be anything in that year. */
  isThere: boolean;
}

function YearLink({ year, icon, isThere }: YearLinkProps) {
  if (!isThere) return null;
  return (
    <Link to="/spotify/analytics/year/$year" params={{ year: String(year) }} className={button.quiet}>
      {icon === 'back' && <Icon name={icon} size={16} />}
      {year}
      {icon === 'forward' && <Icon name={icon} size={16} />}
    </Link>
  );
}
