import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { newestPlaysQuery } from '../../api/plays.ts';
import { comparisonQuery } from '../../api/stats.ts';
import { addDays } from '../../calendar/day.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { usePeriod } from '../../components/period.ts';
import { RangePicker } from '../../components/range-picker.tsx';
import card from '../../styles/card.module.css';
import { EmptyPeriod } from '../../components/empty-period.tsx';
import { FirstSteps } from './first-steps.tsx';
import { HourChart } from '../../listening/hour-chart.tsx';
import { KeyFigures } from './key-figures.tsx';
import { ListeningChart } from '../../listening/listening-chart.tsx';
import { NewestPlays } from './newest-plays.tsx';
import { NowPlaying } from './now-playing.tsx';
import css from './overview-page.module.css';
import { TopFive } from './top-five.tsx';
import { WeekMap } from './week-map.tsx';
import { YearCalendar } from './year-calendar.tsx';

/** A period at a glance. */
export function OverviewPage() {
  const { measure = 'plays' } = useSearch({ from: '/spotify/analytics/' });
  const period = usePeriod();
  const newest = useQuery(newestPlaysQuery);
  const comparison = useQuery(comparisonQuery(period));

  if (newest.data?.items.length === 0) {
    return (
      <>
        <PageHeading title="Overview" />
        <FirstSteps />
      </>
    );
  }
  const isEmpty = comparison.data?.now.plays === 0 && !comparison.isPlaceholderData;
  const chosen = { period, measure };
  // A day has no days or weeks to compare; its hours tell.
  const isOneDay = period.from !== undefined && period.to === addDays(period.from, 1);
  return (
    <>
      <PageHeading title="Overview">
        <RangePicker />
      </PageHeading>
      <div className={card.stack}>
        <NowPlaying lastPlay={newest.data?.items[0]} />
        {isEmpty ? (
          <EmptyPeriod />
        ) : (
          <>
            <KeyFigures query={comparison} />
            {isOneDay ? <HourChart {...chosen} /> : <ListeningChart {...chosen} />}
            <div className={css.tops}>
              <TopFive kind="tracks" {...chosen} />
              <TopFive kind="artists" {...chosen} />
              <TopFive kind="albums" {...chosen} />
            </div>
            {!isOneDay && (
              <div className={card.pair}>
                <HourChart {...chosen} />
                <WeekMap {...chosen} />
              </div>
            )}
            <YearCalendar {...chosen} />
          </>
        )}
        <NewestPlays query={newest} />
      </div>
    </>
  );
}
