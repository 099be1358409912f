import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { newestPlaysQuery } from '../../api/plays.ts';
import { summaryQuery } from '../../api/stats.ts';
import { resolvePeriod } from '../../calendar/period.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { RangePicker } from '../../components/range-picker.tsx';
import { useToday } from '../../components/user-context.ts';
import card from '../../styles/card.module.css';
import { EmptyPeriod } from './empty-period.tsx';
import { FirstSteps } from './first-steps.tsx';
import { HourChart } from './hour-chart.tsx';
import { KeyFigures } from './key-figures.tsx';
import { ListeningChart } from './listening-chart.tsx';
import { NewestPlays } from './newest-plays.tsx';
import { TopFive } from './top-five.tsx';
import { WeekMap } from './week-map.tsx';

/** A period at a glance. */
export function OverviewPage() {
  const search = useSearch({ from: '/spotify/analytics/' });
  const period = resolvePeriod(search, useToday());
  const measure = search.measure ?? 'plays';
  const newest = useQuery(newestPlaysQuery);
  const summary = useQuery(summaryQuery(period));

  if (newest.data?.items.length === 0) {
    return (
      <>
        <PageHeading title="Overview" />
        <FirstSteps />
      </>
    );
  }
  const isEmpty = summary.data?.plays === 0 && !summary.isPlaceholderData;
  return (
    <>
      <PageHeading title="Overview">
        <RangePicker />
      </PageHeading>
      <div className={card.stack}>
        {isEmpty ? (
          <EmptyPeriod />
        ) : (
          <>
            <KeyFigures summary={summary} />
            <ListeningChart period={period} measure={measure} firstPlayedAt={summary.data?.firstPlayedAt} />
            <div className={card.pair}>
              <HourChart period={period} measure={measure} />
              <WeekMap period={period} measure={measure} />
            </div>
            <div className={card.pair}>
              <TopFive kind="tracks" period={period} measure={measure} />
              <TopFive kind="artists" period={period} measure={measure} />
            </div>
          </>
        )}
        <NewestPlays query={newest} />
      </div>
    </>
  );
}
