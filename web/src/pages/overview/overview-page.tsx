import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { newestPlaysQuery } from '../../api/plays.ts';
import { comparisonQuery } from '../../api/stats.ts';
import { isOneDay, type Period } from '../../calendar/period.ts';
import { useAskedAhead } from '../../components/asked-ahead.ts';
import { PageLoading } from '../../components/page-loading.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { usePeriod } from '../../components/period.ts';
import { RangePicker } from '../../components/range-picker.tsx';
import { useToday, useUser } from '../../components/user-context.ts';
import type { Measure } from '../../search.ts';
import card from '../../styles/card.module.css';
import { EmptyPeriod } from '../../components/empty-period.tsx';
import { askOverview } from './ask-overview.ts';
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
  const { measure = 'plays', unit } = useSearch({ from: '/spotify/analytics/' });
  const period = usePeriod();
  const { timezone } = useUser();
  const today = useToday();
  const isTime = useAskedAhead((client) => askOverview(client, { period, measure, unit, timezone, today }));
  // Not the answers: the page is drawn anew only when this changes, its parts when theirs do.
  const { data: hasNoHistory } = useQuery({ ...newestPlaysQuery, select: ({ items }) => items.length === 0 });
  return (
    <>
      <PageHeading title="Overview">{hasNoHistory !== true && <RangePicker />}</PageHeading>
      {!isTime ? <PageLoading /> : hasNoHistory ? <FirstSteps /> : <Glance {...{ period, measure }} />}
    </>
  );
}

function Glance(chosen: { period: Period; measure: Measure }) {
  const { period } = chosen;
  const { data: hasNoPlays, isPlaceholderData } = useQuery({
    ...comparisonQuery(period),
    select: ({ now }) => now.plays === 0,
  });
  // A day has no days or weeks to compare; its hours tell.
  const isDay = isOneDay(period);
  return (
    <div className={card.stack}>
      <NowPlaying />
      {hasNoPlays === true && !isPlaceholderData ? (
        <EmptyPeriod />
      ) : (
        <>
          <KeyFigures period={period} />
          {isDay ? <HourChart {...chosen} /> : <ListeningChart {...chosen} />}
          <div className={css.tops}>
            <TopFive kind="tracks" {...chosen} />
            <TopFive kind="artists" {...chosen} />
            <TopFive kind="albums" {...chosen} />
          </div>
          {!isDay && (
            <div className={card.pair}>
              <HourChart {...chosen} />
              <WeekMap {...chosen} />
            </div>
          )}
          <YearCalendar {...chosen} />
        </>
      )}
      <NewestPlays />
    </div>
  );
}
